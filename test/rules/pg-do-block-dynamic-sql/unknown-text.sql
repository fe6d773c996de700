-- expects findings
--- migration
DO $$
DECLARE
  command text;
BEGIN
  FOR command IN SELECT name FROM plans_to_make LOOP
    EXECUTE command;
--          ^^^^^^^ pg-do-block-dynamic-sql info no fix
  END LOOP;
END $$;
