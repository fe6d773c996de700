-- expects nothing
--- history
ALTER TABLE users ALTER COLUMN tenant_id DROP NOT NULL;
--- migration
CREATE UNIQUE INDEX users_email_without_tenant ON users (email) WHERE tenant_id IS NULL;
CREATE UNIQUE INDEX users_name_without_tenant ON users (name) WHERE tenant_id IS NULL AND email <> '';
