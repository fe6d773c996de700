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
GRANT USAGE ON SCHEMA tenant_a TO PUBLIC;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-grant-public-schema warning fix
GRANT SELECT ON ALL TABLES IN SCHEMA tenant_a, public TO app_user, PUBLIC;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-grant-public-schema warning fix
GRANT SELECT ON tenant_b.accounts TO PUBLIC;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-grant-public-schema warning fix
ALTER DEFAULT PRIVILEGES IN SCHEMA tenant_b GRANT SELECT ON TABLES TO PUBLIC;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-grant-public-schema warning fix
