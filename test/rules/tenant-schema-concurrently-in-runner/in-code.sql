-- expects findings
--- policy
-- tenancy: { model: schema }
-- migrations: [{ path: db/shared, framework: flyway, scope: shared }, { path: db/migrations, framework: flyway, scope: shared }]
--- migration
DO $$
DECLARE s text;
BEGIN
  FOR s IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tenant\_%' LOOP
    EXECUTE format('CREATE INDEX CONCURRENTLY ON %I.accounts (email)', s);
--          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-concurrently-in-runner error no fix
    COMMIT;
  END LOOP;
END $$;
CREATE PROCEDURE reindex_tenant(s text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DROP INDEX CONCURRENTLY %I.accounts_email', s);
--        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-schema-concurrently-in-runner error no fix
END $$;
