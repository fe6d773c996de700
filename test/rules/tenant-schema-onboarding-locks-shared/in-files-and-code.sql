-- expects findings
--- policy
-- tenancy: { model: schema }
-- migrations: [{ path: db/shared, framework: flyway, scope: shared }, { path: db/migrations, framework: flyway, scope: shared }]
--- migration
CREATE SCHEMA tenant_c;
CREATE TABLE tenant_c.accounts (id uuid PRIMARY KEY, plan_id bigint REFERENCES public.plans (id), owner uuid REFERENCES tenants);
--                                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-onboarding-locks-shared warning fix
CREATE FUNCTION provision(s text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TABLE %I.accounts (id uuid PRIMARY KEY, plan_id bigint REFERENCES public.plans (id))', s);
--        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-onboarding-locks-shared warning no fix
END $$;
