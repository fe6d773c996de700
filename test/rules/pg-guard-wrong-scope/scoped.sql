-- expects nothing
--- history
CREATE SCHEMA archive;
--- migration
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typname = 'a' AND n.nspname = 'public') THEN
    RETURN;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'a' AND conrelid = 'accounts'::regclass) THEN
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM information_schema.tables WHERE table_schema = ANY (current_schemas(false)) AND table_name = 'a') THEN
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM pg_class c WHERE c.relname = 'a' AND pg_table_is_visible(c.oid)) THEN
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('accounts') AND attname = 'a') THEN
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND tablename = 'a') THEN
    RETURN;
  END IF;
END $$;
