-- expects nothing
--- history
CREATE TABLE tags (id bigint PRIMARY KEY, label text);
--- migration
ALTER TABLE tags ADD COLUMN tenant_id uuid;
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes ADD COLUMN tenant_id uuid NOT NULL;
ALTER TABLE plans ADD COLUMN tenant_id uuid NOT NULL;
ALTER TABLE users ADD COLUMN locale text NOT NULL;
