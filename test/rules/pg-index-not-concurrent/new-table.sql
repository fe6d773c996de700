-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
CREATE INDEX notes_tenant_idx ON notes (tenant_id);
