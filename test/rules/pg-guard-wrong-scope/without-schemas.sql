-- expects nothing
--- migration
DO $$
DECLARE
  r record;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'reader') THEN
    RETURN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citext') THEN
    RETURN;
  END IF;
  FOR r IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tenant_%' LOOP
    NULL;
  END LOOP;
END $$;
