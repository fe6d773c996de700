-- expects findings
--- history
CREATE TABLE notes (id bigint, tenant_id uuid NOT NULL);
--- migration
ALTER TABLE notes ADD PRIMARY KEY (tenant_id, id);
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-pk warning fix
--- rollback
ALTER TABLE notes DROP CONSTRAINT notes_pkey;
