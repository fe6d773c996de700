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
CREATE VIEW tenant_a.own AS SELECT a.id FROM tenant_a.accounts a JOIN public.plans p ON p.id = a.plan_id;
CREATE VIEW public.everybody AS SELECT id FROM tenant_a.accounts UNION ALL SELECT id FROM tenant_b.accounts;
CREATE TABLE tenant_a.notes (account_id uuid REFERENCES tenant_a.accounts (id));
