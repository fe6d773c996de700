-- expects findings
--- policy
-- tenancy: { model: schema }
-- migrations: [{ path: db/shared, framework: flyway, scope: shared }, { path: db/migrations, framework: flyway, scope: shared }]
--- history
CREATE SCHEMA tenant_a;
CREATE SCHEMA tenant_b;
CREATE TABLE tenant_a.accounts (id uuid PRIMARY KEY, plan_id bigint REFERENCES public.plans (id));
CREATE TABLE tenant_b.accounts (id uuid PRIMARY KEY, plan_id bigint REFERENCES public.plans (id));
--- migration
ALTER TABLE tenant_a.accounts ADD COLUMN partner uuid REFERENCES tenant_b.accounts (id);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-cross-tenant-ref warning no fix
CREATE VIEW tenant_a.partners AS SELECT id FROM tenant_b.accounts;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-cross-tenant-ref error no fix
CREATE FUNCTION tenant_a.partners() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM tenant_b.accounts';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-cross-tenant-ref warning no fix
