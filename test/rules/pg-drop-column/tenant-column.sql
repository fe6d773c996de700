-- expects nothing
--- migration
-- tenant-column-drop says what that means for the tenants.
ALTER TABLE payments DROP COLUMN tenant_id;
