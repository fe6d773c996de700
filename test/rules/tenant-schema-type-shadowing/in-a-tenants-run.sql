-- expects findings
--- policy
-- tenancy: { model: schema }
--- history
CREATE TYPE public.mood AS ENUM ('ok');
--- migration
CREATE TYPE mood AS ENUM ('ok');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-type-shadowing warning no fix
