-- expects findings
--- policy
-- tenancy: { model: schema }
-- migrations: [{ path: db/shared, framework: flyway, scope: shared }, { path: db/migrations, framework: flyway, scope: shared }]
--- history
CREATE SCHEMA tenant_a;
CREATE SCHEMA tenant_b;
CREATE TABLE tenant_a.accounts (id uuid PRIMARY KEY, plan_id bigint REFERENCES public.plans (id));
CREATE TABLE tenant_b.accounts (id uuid PRIMARY KEY, plan_id bigint REFERENCES public.plans (id));
--- migration
DROP SCHEMA tenant_a CASCADE;
--^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-offboarding-locks-shared warning no fix
CREATE PROCEDURE remove_tenant(s text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DROP SCHEMA %I CASCADE', s);
--        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-offboarding-locks-shared warning no fix
END $$;
