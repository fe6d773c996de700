-- expects findings, once for all rounds of the loop
--- migration
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['accounts', 'users'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('COMMENT ON TABLE %I IS %L', name, name);
--          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-do-block-dynamic-sql hint no fix
  END LOOP;
END $$;
