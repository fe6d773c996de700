-- Groups of companies: an account may belong to a parent account of the same tenant. V0020 validates.
SET LOCAL lock_timeout = '2s';

ALTER TABLE accounts ADD COLUMN parent_id uuid;

ALTER TABLE accounts ADD CONSTRAINT accounts_parent_fkey
  FOREIGN KEY (tenant_id, parent_id) REFERENCES accounts (tenant_id, id) NOT VALID;

ALTER TABLE accounts ADD CONSTRAINT accounts_not_own_parent
  CHECK (parent_id <> id) NOT VALID;
