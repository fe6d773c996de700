-- expects nothing
--- history
CREATE TABLE notes (id bigint, tenant_id uuid);
CREATE UNIQUE INDEX notes_key ON notes (id);
--- migration
ALTER TABLE notes ADD CONSTRAINT notes_pkey PRIMARY KEY USING INDEX notes_key;
