-- expects findings
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
CREATE INDEX CONCURRENTLY notes_tenant_idx ON notes (tenant_id);
--           ^^^^^^^^^^^^ pg-concurrently-in-transaction error fix
