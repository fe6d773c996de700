-- expects nothing
--- migration
ALTER TABLE users RENAME COLUMN organization_id TO tenant_id;
--- rollback (linted)
ALTER TABLE users RENAME COLUMN tenant_id TO organization_id;
