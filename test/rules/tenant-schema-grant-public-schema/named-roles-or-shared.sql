-- expects nothing
--- policy
-- tenancy: { model: schema }
-- migrations: [{ path: db/shared, framework: flyway, scope: shared }, { path: db/migrations, framework: flyway, scope: shared }]
--- history
CREATE SCHEMA tenant_a;
CREATE SCHEMA tenant_b;
CREATE TABLE tenant_a.accounts (id uuid PRIMARY KEY, plan_id bigint REFERENCES public.plans (id));
CREATE TABLE tenant_b.accounts (id uuid PRIMARY KEY, plan_id bigint REFERENCES public.plans (id));
--- migration
GRANT USAGE ON SCHEMA tenant_a TO app_user;
GRANT USAGE ON SCHEMA public TO PUBLIC;
GRANT SELECT ON public.plans TO PUBLIC;
REVOKE ALL ON SCHEMA tenant_a FROM PUBLIC;
