-- expects findings
--- policy
-- tenancy: { model: schema }
--- migration
ALTER TABLE public.plans ADD COLUMN price numeric;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-mixed-file error no fix
ALTER TABLE public.plans ADD COLUMN IF NOT EXISTS currency text;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-mixed-file warning no fix
CREATE TABLE public.regions (code text PRIMARY KEY);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-mixed-file error no fix
CREATE TYPE public.mood AS ENUM ('ok');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-mixed-file error no fix
CREATE OR REPLACE FUNCTION public.one() RETURNS int LANGUAGE sql AS 'SELECT 1';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-mixed-file warning no fix
INSERT INTO public.plans (code) VALUES ('basic');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-mixed-file warning no fix
CREATE INDEX plans_code ON public.plans (code);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-mixed-file error no fix
DROP TABLE public.tenants;
--^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-mixed-file error no fix
