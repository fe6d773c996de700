-- expects findings
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, tenant_id bigint NOT NULL DEFAULT 1);
--                                                                   ^^^^^^^^^ tenant-column-constant-default warning fix
ALTER TABLE users ALTER COLUMN tenant_id SET DEFAULT '00000000-0000-0000-0000-000000000001';
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-constant-default warning fix
