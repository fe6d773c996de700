-- expects findings
--- migration
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['accounts', 'users'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
--          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-do-block-dynamic-sql hint no fix
    EXECUTE 'COMMENT ON TABLE ' || quote_ident(name) || ' IS NULL';
--          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-do-block-dynamic-sql hint no fix
  END LOOP;
END $$;
