-- expects nothing
--- migration
DROP INDEX CONCURRENTLY IF EXISTS accounts_owner_idx;
CREATE INDEX CONCURRENTLY accounts_owner_idx ON accounts (owner_email);
