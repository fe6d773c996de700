-- expects nothing
--- policy
-- tenancy: { model: schema }
--- migration
CREATE TABLE subscriptions (id bigint PRIMARY KEY, plan_id bigint REFERENCES public.plans (id));
WITH plans AS (SELECT id FROM accounts) SELECT * FROM plans;
SELECT * FROM accounts JOIN invoices ON accounts.id = invoices.account_id;
SELECT * FROM nothing_known;
