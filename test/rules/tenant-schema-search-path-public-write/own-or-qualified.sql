-- expects nothing
--- policy
-- tenancy: { model: schema }
--- migration
CREATE TABLE IF NOT EXISTS plans (id bigint PRIMARY KEY);
ALTER TABLE plans ADD COLUMN note text;
DROP TABLE IF EXISTS accounts CASCADE;
UPDATE public.tenants SET name = 'x';
DROP TABLE IF EXISTS nothing_known;
INSERT INTO invoices (account_id, number) SELECT id, code FROM accounts, public.plans;
