-- expects nothing
--- history
ALTER TABLE users ADD CONSTRAINT users_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) NOT VALID;
--- migration
ALTER TABLE users VALIDATE CONSTRAINT users_account_fkey;
