-- expects nothing
--- history
ALTER TABLE users ALTER COLUMN tenant_id DROP NOT NULL;
--- file db/migrations/V0099__contract.sql
-- ALTER TABLE users ALTER COLUMN tenant_id SET NOT NULL;
--- migration
CREATE UNIQUE INDEX users_name ON users (tenant_id, name);
