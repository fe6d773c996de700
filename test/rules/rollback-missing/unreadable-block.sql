-- expects findings, and no fix, as nobody can tell what there is to undo
-- framework: plain
-- with rollbacks elsewhere
--- migration
DO $$
--^… rollback-missing warning
DECLARE
  command text;
BEGIN
  SELECT name INTO command FROM plans LIMIT 1;
  EXECUTE command;
END $$;
