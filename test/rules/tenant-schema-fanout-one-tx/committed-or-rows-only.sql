-- expects nothing
--- policy
-- tenancy: { model: schema }
-- migrations: [{ path: db/shared, framework: flyway, scope: shared }, { path: db/migrations, framework: flyway, scope: shared, transaction: none }]
--- migration
DO $$
DECLARE s text;
BEGIN
  FOR s IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tenant\_%' LOOP
    EXECUTE format('ALTER TABLE %I.accounts ADD COLUMN phone text', s);
    COMMIT;
  END LOOP;
  FOR s IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tenant\_%' LOOP
    EXECUTE format('SELECT count(*) FROM %I.accounts', s);
  END LOOP;
  FOR s IN SELECT column_name FROM information_schema.columns WHERE table_name = 'plans' LOOP
    EXECUTE format('COMMENT ON COLUMN public.plans.%I IS %L', s, 'x');
  END LOOP;
END $$;
