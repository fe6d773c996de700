-- expects findings
--- history
CREATE SCHEMA archive;
--- migration
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_class WHERE relname = 'events') THEN
--                           ^^^^^^^^ pg-guard-wrong-scope warning no fix
    CREATE TABLE archive.events (id bigint);
  END IF;
END $$;
