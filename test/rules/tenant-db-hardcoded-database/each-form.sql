-- expects findings
--- policy
-- tenancy: { model: database }
--- migration
ALTER DATABASE tenant_42 SET timezone = 'UTC';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-db-hardcoded-database warning fix
GRANT CONNECT ON DATABASE tenant_42 TO app_user;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-db-hardcoded-database warning fix
ALTER ROLE app_user IN DATABASE tenant_42 SET statement_timeout = '5s';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-db-hardcoded-database warning no fix
