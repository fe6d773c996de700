-- expects findings
--- migration
CREATE TABLE folders (
  id bigint PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  parent_id bigint REFERENCES folders (id)
--                 ^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-not-composite warning fix
);
