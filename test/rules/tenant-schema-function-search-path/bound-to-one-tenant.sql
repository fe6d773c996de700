-- expects findings
--- policy
-- tenancy: { model: schema }
-- migrations: [{ path: db/shared, framework: flyway, scope: shared }, { path: db/migrations, framework: flyway, scope: shared }]
--- migration
CREATE FUNCTION public.unpaid() RETURNS bigint LANGUAGE sql SET search_path = tenant_42, public AS 'SELECT count(*) FROM invoices';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-function-search-path warning no fix
