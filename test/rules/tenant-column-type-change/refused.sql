-- expects findings
--- history
CREATE VIEW addresses AS SELECT tenant_id, email FROM users;
--- migration
ALTER TABLE accounts ALTER COLUMN tenant_id TYPE text;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-type-change error
ALTER TABLE users ALTER COLUMN tenant_id TYPE text;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-type-change error
