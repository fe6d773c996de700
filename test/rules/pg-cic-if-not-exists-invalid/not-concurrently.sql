-- expects nothing
--- migration
CREATE INDEX IF NOT EXISTS accounts_owner_idx ON accounts (owner_email);
