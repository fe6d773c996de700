-- expects nothing
--- policy
-- tenancy: { model: schema }
-- migrations: [{ path: db/shared, framework: flyway, scope: shared }, { path: db/migrations, framework: flyway, scope: shared }]
--- migration
DO $$
DECLARE s record; t regclass;
BEGIN
  FOR s IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tenant\_%' LOOP
    EXECUTE format('ALTER TABLE %I.accounts ADD COLUMN phone text', s.nspname);
    EXECUTE 'ALTER TABLE ' || quote_ident(s.nspname) || '.accounts ADD COLUMN phone text';
    EXECUTE 'ALTER TABLE "' || s.nspname || '"."accounts" ADD COLUMN phone text';
    EXECUTE format('ALTER TABLE %s ADD COLUMN phone text', t);
    EXECUTE 'ALTER TABLE ' || t::regclass::text || ' ADD COLUMN phone text';
    EXECUTE format('UPDATE %I.accounts SET balance = %s', s.nspname, 5);
    COMMIT;
  END LOOP;
END $$;
