-- expects findings
--- migration
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
--          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-do-block-dynamic-sql hint no fix
    EXECUTE 'COMMENT ON TABLE ' || quote_ident(name) || ' IS NULL';
--          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-do-block-dynamic-sql hint no fix
  END LOOP;
END $$;
