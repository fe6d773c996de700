-- expects nothing
--- history
CREATE INDEX accounts_owner_idx ON accounts (owner_email) WHERE owner_email <> '';
--- migration
CREATE INDEX CONCURRENTLY accounts_owner_all_idx ON accounts (owner_email);
