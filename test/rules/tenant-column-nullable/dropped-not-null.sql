-- expects findings
--- migration
ALTER TABLE users ALTER COLUMN name DROP NOT NULL, ALTER COLUMN tenant_id DROP NOT NULL;
--                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-nullable warning
