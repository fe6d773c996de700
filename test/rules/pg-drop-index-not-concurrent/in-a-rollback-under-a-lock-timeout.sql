-- expects nothing
--- migration
CREATE INDEX CONCURRENTLY accounts_owner_idx ON accounts (owner_email);
--- rollback (linted)
SET LOCAL lock_timeout = '2s';
DROP INDEX accounts_owner_idx;
