-- expects nothing
--- history
CREATE INDEX accounts_owner_idx ON accounts (owner_email DESC);
--- migration
CREATE INDEX CONCURRENTLY accounts_owner_idx2 ON accounts (owner_email);
