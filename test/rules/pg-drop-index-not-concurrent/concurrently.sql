-- expects nothing
--- history
CREATE INDEX accounts_owner_idx ON accounts (owner_email) WHERE owner_email <> '';
--- migration
DROP INDEX CONCURRENTLY accounts_owner_idx;
