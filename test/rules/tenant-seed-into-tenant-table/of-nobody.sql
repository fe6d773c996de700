-- expects findings
--- history
ALTER TABLE accounts ALTER COLUMN tenant_id DROP NOT NULL;
--- migration
INSERT INTO accounts (email) VALUES ('a@example.test'), ('b@example.test');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-seed-into-tenant-table warning
