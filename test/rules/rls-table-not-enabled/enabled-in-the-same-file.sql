-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id uuid NOT NULL);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
