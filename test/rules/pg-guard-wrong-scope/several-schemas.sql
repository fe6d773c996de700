-- expects findings
--- history
CREATE SCHEMA archive;
--- migration
DO $$
DECLARE
  n integer;
BEGIN
  IF NOT EXISTS (SELECT FROM information_schema.columns c WHERE c.table_name = 'accounts' AND c.column_name = 'x') THEN
--                           ^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-guard-wrong-scope warning fix
    ALTER TABLE accounts ADD COLUMN x integer;
  END IF;
  SELECT count(*) INTO n FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid WHERE c.conname = 'accounts_fk' AND t.relname = 'accounts';
--                            ^^^^^^^^^^^^^ pg-guard-wrong-scope warning fix
  WHILE EXISTS (SELECT FROM pg_indexes WHERE indexname = 'a' OR indexname = 'b') LOOP
--                          ^^^^^^^^^^ pg-guard-wrong-scope warning no fix
    n := n + 1;
  END LOOP;
  IF EXISTS (SELECT FROM pg_trigger WHERE tgname = 'audit') THEN
--                       ^^^^^^^^^^ pg-guard-wrong-scope warning no fix
    n := 1;
  END IF;
END $$;
