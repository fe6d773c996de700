-- expects findings
--- policy
-- tenancy: { model: schema }
-- migrations: [{ path: db/shared, framework: flyway, scope: shared }, { path: db/migrations, framework: flyway, scope: shared }]
--- history
CREATE TYPE public.mood AS ENUM ('ok');
CREATE SCHEMA tenant_a;
CREATE DOMAIN tenant_a.email AS text;
--- migration
CREATE TYPE tenant_a.mood AS ENUM ('ok');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-type-shadowing warning no fix
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-type-shadowing warning no fix
