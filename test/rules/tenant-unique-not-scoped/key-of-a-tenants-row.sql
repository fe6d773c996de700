-- expects nothing
--- migration
-- One note per account, and each account is one tenant's.
CREATE TABLE notes (
  id bigint PRIMARY KEY,
  tenant_id uuid NOT NULL,
  account_id uuid NOT NULL UNIQUE REFERENCES accounts (id)
);
