-- expects findings
--- migration
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN
--                             ^^^^^^^ pg-guard-wrong-scope info fix
    CREATE TYPE mood AS ENUM ('sad', 'ok');
  END IF;
END $$;
