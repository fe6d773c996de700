-- expects nothing
--- policy
-- tenancy: { model: schema }
--- migration
ALTER TABLE accounts ADD COLUMN phone text;
ALTER TABLE ${tenant_schema}.invoices ADD COLUMN paid_at timestamptz;
SELECT tenant_42.email FROM accounts AS tenant_42;
SELECT * FROM public.plans;
CREATE TABLE notes (id bigint PRIMARY KEY, plan_id bigint REFERENCES public.plans (id));
SELECT count(*) FROM pg_catalog.pg_class WHERE relname = 'tenant_42.accounts';
