-- expects findings
-- on an empty schema
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid NOT NULL)
--           ^^^^^ rls-table-not-enabled error fix
