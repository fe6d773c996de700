-- expects findings
--- migration
CREATE TABLE notes (
--           ^^^^^ rls-table-not-enabled error fix
  id bigint PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id)
);
