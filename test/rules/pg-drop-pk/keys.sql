-- expects findings
--- history
ALTER TABLE users ADD CONSTRAINT users_id_key UNIQUE (id);
--- migration
ALTER TABLE invoice_lines DROP CONSTRAINT invoice_lines_pkey;
--                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-pk warning
ALTER TABLE users DROP CONSTRAINT users_pkey;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-pk warning
ALTER TABLE payments DROP CONSTRAINT payments_pkey, ADD PRIMARY KEY (tenant_id, id);
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-pk warning
