-- expects findings
--- policy
-- tenancy: { model: database }
--- migration
SELECT * FROM tenant_42.public.accounts;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-db-cross-db-name error no fix
CREATE EXTENSION IF NOT EXISTS dblink;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-db-cross-db-name info no fix
CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw OPTIONS (dbname 'tenant_42');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-db-cross-db-name info no fix
CREATE FUNCTION elsewhere() RETURNS text LANGUAGE sql AS $$ SELECT dblink_exec('dbname=tenant_42', 'SELECT 1') $$;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-db-cross-db-name info no fix
