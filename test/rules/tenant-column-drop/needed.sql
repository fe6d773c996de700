-- expects findings
--- migration
ALTER TABLE accounts DROP COLUMN tenant_id;
--                   ^^^^^^^^^^^^^^^^^^^^^ tenant-column-drop error
ALTER TABLE payments DROP COLUMN amount, DROP COLUMN tenant_id;
--                                       ^^^^^^^^^^^^^^^^^^^^^ tenant-column-drop error
