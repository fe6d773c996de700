-- expects findings
-- framework: plain
--- policy
-- tenancy: { model: database }
--- migration
\c tenant_42
--^^^^^^^^^^ tenant-db-hardcoded-database warning no fix
ALTER TABLE accounts ADD COLUMN phone text;
