-- expects findings
--- policy
-- tenancy: { model: schema }
-- migrations: [{ path: db/shared, framework: flyway, scope: shared }, { path: db/migrations, framework: flyway, scope: shared }]
--- migration
DO $$
DECLARE s record;
BEGIN
  FOR s IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tenant\_%' LOOP
    EXECUTE 'ALTER TABLE ' || s.nspname || '.accounts ADD COLUMN phone text';
--          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-unquoted-dynamic-sql warning fix
    EXECUTE format('CREATE INDEX ON %s.accounts (phone)', s.nspname);
--          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-unquoted-dynamic-sql warning fix
    EXECUTE format('CREATE INDEX ON tenant_%s.accounts (phone)', s.nspname);
--          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-unquoted-dynamic-sql warning no fix
    COMMIT;
  END LOOP;
END $$;
CREATE FUNCTION drop_tenant(tenant text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'DROP SCHEMA ' || tenant || ' CASCADE';
--        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-unquoted-dynamic-sql warning fix
END $$;
