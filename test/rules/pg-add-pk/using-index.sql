-- expects nothing
--- history
CREATE TABLE notes (id bigint NOT NULL, tenant_id uuid NOT NULL);
CREATE UNIQUE INDEX notes_key ON notes (id);
--- migration
ALTER TABLE notes ADD CONSTRAINT notes_pkey PRIMARY KEY USING INDEX notes_key;
