-- expects nothing
--- policy
-- tenancy: { model: schema }
--- migration
ALTER TABLE accounts ADD COLUMN phone text;
CREATE TABLE subscriptions (id bigint PRIMARY KEY, plan_id bigint REFERENCES public.plans (id));
INSERT INTO subscriptions SELECT id, id FROM public.plans;
INSERT INTO public.tenants (name) VALUES (current_schema());
GRANT SELECT ON public.plans TO app_user;
ALTER TABLE public.accounts ADD COLUMN fax text;
