-- expects nothing
--- policy
-- tenancy: { model: schema }
-- migrations: [{ path: db/shared, framework: flyway, scope: shared }, { path: db/migrations, framework: flyway, scope: shared }]
--- history
CREATE SCHEMA tenant_a;
CREATE TABLE tenant_a.accounts (id uuid PRIMARY KEY);
CREATE SCHEMA reports;
CREATE TABLE reports.plans (plan_id bigint REFERENCES public.plans (id));
--- migration
DROP SCHEMA tenant_a CASCADE;
DROP SCHEMA reports CASCADE;
