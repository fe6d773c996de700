-- expects findings
--- policy
-- version: 14
--- migration
CREATE TABLE notes (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  account_id uuid,
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id) ON DELETE SET NULL
  --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-set-null-tenant warning
);
