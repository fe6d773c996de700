-- expects nothing
--- history
CREATE TABLE notes (id bigint NOT NULL, tenant_id uuid, CHECK (tenant_id IS NOT NULL));
CREATE UNIQUE INDEX notes_key ON notes (tenant_id, id);
--- migration
ALTER TABLE notes ADD CONSTRAINT notes_pkey PRIMARY KEY USING INDEX notes_key;
