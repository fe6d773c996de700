-- expects nothing
--- migration
ALTER TABLE users ADD CONSTRAINT users_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) NOT VALID;
--- file db/migrations/V0003__index.sql
-- CREATE INDEX CONCURRENTLY users_account_idx ON users (account_id);
