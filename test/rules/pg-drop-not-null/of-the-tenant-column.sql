-- expects nothing
--- migration
-- tenant-column-nullable says what it means for tenants.
ALTER TABLE users ALTER COLUMN tenant_id DROP NOT NULL;
