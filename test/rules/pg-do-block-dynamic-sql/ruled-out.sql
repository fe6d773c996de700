-- expects nothing
--- migration
DO $$
DECLARE
  command text;
BEGIN
  IF to_regclass('accounts') IS NULL THEN
    EXECUTE command;
  END IF;
END $$;
