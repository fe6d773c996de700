-- expects findings
--- migration
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['display_name', 'made_up'] LOOP
    EXECUTE format('ALTER TABLE accounts DROP COLUMN IF EXISTS %I', name);
--                                       ^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-column warning no fix
  END LOOP;
END $$;
