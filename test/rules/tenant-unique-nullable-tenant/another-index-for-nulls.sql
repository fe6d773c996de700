-- expects nothing
--- history
ALTER TABLE users ALTER COLUMN tenant_id DROP NOT NULL;
--- migration
CREATE UNIQUE INDEX users_name ON users (tenant_id, name);
CREATE UNIQUE INDEX users_name_without_tenant ON users (name) WHERE tenant_id IS NULL;
