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
ALTER TABLE tenant_a.accounts ADD COLUMN phone text;
ALTER TABLE tenant_b.accounts ADD COLUMN phone text;
CREATE INDEX ON tenant_a.accounts (phone);
