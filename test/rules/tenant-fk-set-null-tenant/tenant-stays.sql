-- expects nothing
--- migration
CREATE TABLE notes (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  account_id uuid REFERENCES accounts (id) ON DELETE SET NULL,
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id) ON DELETE SET NULL (account_id)
);
ALTER TABLE users ADD FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id) ON DELETE CASCADE NOT VALID;
