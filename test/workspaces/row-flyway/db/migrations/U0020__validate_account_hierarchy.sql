SET LOCAL lock_timeout = '2s';

ALTER TABLE accounts DROP CONSTRAINT accounts_not_own_parent;
ALTER TABLE accounts DROP CONSTRAINT accounts_parent_fkey;

ALTER TABLE accounts ADD CONSTRAINT accounts_parent_fkey
  FOREIGN KEY (tenant_id, parent_id) REFERENCES accounts (tenant_id, id) NOT VALID;

ALTER TABLE accounts ADD CONSTRAINT accounts_not_own_parent
  CHECK (parent_id <> id) NOT VALID;
