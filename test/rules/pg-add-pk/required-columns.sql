-- expects findings
--- history
CREATE TABLE notes (id bigint NOT NULL, tenant_id uuid NOT NULL);
--- migration
SET LOCAL lock_timeout = '2s';
ALTER TABLE notes ADD PRIMARY KEY (id);
--                ^^^^^^^^^^^^^^^^^^^^ pg-add-pk warning fix
