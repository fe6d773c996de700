-- expects findings
--- policy
-- tenancy: { model: schema }
--- migration
CREATE TABLE subscriptions (id bigint PRIMARY KEY, plan_id bigint REFERENCES public.plans (id));
--                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-onboarding-locks-shared warning fix
