-- expects findings
--- migration
CREATE TABLE notes (
  id bigint PRIMARY KEY,
  tenant_id uuid REFERENCES tenants (id),
  --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-nullable warning fix
  body text
);
