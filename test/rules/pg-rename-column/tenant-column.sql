-- expects nothing
--- migration
-- tenant-column-rename says what that means for the tenants.
ALTER TABLE payments RENAME COLUMN tenant_id TO organization_id;
