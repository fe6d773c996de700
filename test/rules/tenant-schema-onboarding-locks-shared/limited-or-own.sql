-- expects nothing
--- policy
-- tenancy: { model: schema }
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, account_id uuid REFERENCES accounts (id));
SET LOCAL lock_timeout = '2s';
CREATE TABLE subscriptions (id bigint PRIMARY KEY, plan_id bigint REFERENCES public.plans (id));
