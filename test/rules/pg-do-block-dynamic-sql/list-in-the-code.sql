-- expects nothing, as each round of the loop is read
--- migration
DO $$
DECLARE
  name text;
  row record;
  names CONSTANT text[] := '{accounts, users}';
BEGIN
  FOREACH name IN ARRAY names LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE 'COMMENT ON TABLE ' || quote_ident(name) || ' IS NULL';
  END LOOP;
  FOR row IN SELECT * FROM (VALUES ('accounts', 'email'), ('users', 'name')) AS listed (table_name, column_name) LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET DEFAULT %L', row.table_name, row.column_name, '');
  END LOOP;
END $$;
