-- expects findings
--- history
CREATE TABLE notes (id bigint, tenant_id uuid);
CREATE UNIQUE INDEX notes_key ON notes (tenant_id, id);
--- migration
ALTER TABLE notes ADD CONSTRAINT notes_pkey PRIMARY KEY USING INDEX notes_key;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-pk-using-nullable-index warning fix
--- rollback
ALTER TABLE notes DROP CONSTRAINT notes_pkey;
