-- expects findings
--- policy
-- tenancy: { model: schema }
-- production: { tenants: 4000 }
-- migrations: [{ path: db/shared, framework: flyway, scope: shared }, { path: db/migrations, framework: flyway, scope: shared }]
--- migration
DO $$
--^^^^… tenant-schema-fanout-one-tx error fix
DECLARE s text;
BEGIN
  FOR s IN SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 'tenant\_%' LOOP
    EXECUTE format('ALTER TABLE %I.accounts ADD COLUMN phone text', s);
    EXECUTE format('ALTER TABLE %I.invoices ADD COLUMN paid_at timestamptz', s);
  END LOOP;
END $$;
