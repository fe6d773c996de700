-- expects findings
--- history
ALTER TABLE users ALTER COLUMN tenant_id DROP NOT NULL;
--- migration
ALTER TABLE users ADD CONSTRAINT users_name_key UNIQUE (tenant_id, name);
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-unique-nullable-tenant warning fix
CREATE UNIQUE INDEX users_lower_name ON users (tenant_id, lower(name));
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-unique-nullable-tenant warning fix
