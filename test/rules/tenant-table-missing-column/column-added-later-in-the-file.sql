-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes ADD COLUMN tenant_id uuid NOT NULL;
