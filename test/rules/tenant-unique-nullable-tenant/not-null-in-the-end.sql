-- expects nothing
--- history
ALTER TABLE users ALTER COLUMN tenant_id DROP NOT NULL;
--- migration
CREATE UNIQUE INDEX users_name ON users (tenant_id, name);
ALTER TABLE users ALTER COLUMN tenant_id SET NOT NULL;
