-- expects findings
--- policy
-- version: 18
--- history
CREATE TABLE notes (id bigint, tenant_id uuid NOT NULL);
--- migration
ALTER TABLE notes ADD CONSTRAINT notes_key PRIMARY KEY (tenant_id, id);
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-pk warning fix
