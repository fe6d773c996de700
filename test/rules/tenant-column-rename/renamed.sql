-- expects findings
--- history
CREATE FUNCTION addresses() RETURNS SETOF text LANGUAGE sql AS 'SELECT email FROM users WHERE tenant_id IS NOT NULL';
--- migration
ALTER TABLE users RENAME COLUMN tenant_id TO organization_id;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-rename warning
