-- expects findings
--- migration
CREATE TABLE notes (
  id bigint PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  account_id uuid,
  CONSTRAINT notes_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE SET NULL
  --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-not-composite warning fix
);
