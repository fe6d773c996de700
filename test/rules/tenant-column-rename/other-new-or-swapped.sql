-- expects nothing
--- history
ALTER TABLE payments ADD COLUMN new_tenant_id uuid;
--- migration
ALTER TABLE users RENAME COLUMN name TO full_name;
ALTER TABLE payments RENAME COLUMN tenant_id TO old_tenant_id;
ALTER TABLE payments RENAME COLUMN new_tenant_id TO tenant_id;
CREATE TABLE notes (tenant_id uuid);
ALTER TABLE notes RENAME COLUMN tenant_id TO organization_id;
