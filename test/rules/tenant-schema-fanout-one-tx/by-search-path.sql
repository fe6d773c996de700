-- expects findings
--- policy
-- tenancy: { model: schema }
-- migrations: [{ path: db/shared, framework: flyway, scope: shared }, { path: db/migrations, framework: flyway, scope: shared }]
--- migration
SELECT 1;
DO $$
--^^^^… tenant-schema-fanout-one-tx warning no fix
DECLARE t record;
BEGIN
  FOR t IN SELECT name FROM tenants LOOP
    PERFORM set_config('search_path', t.name, true);
    ALTER TABLE accounts ADD COLUMN phone text;
  END LOOP;
END $$;
