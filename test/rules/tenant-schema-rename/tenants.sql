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
ALTER SCHEMA tenant_a RENAME TO tenant_c;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-rename warning no fix
