-- expects findings
--- policy
-- tenancy: { model: schema }
--- migration
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM information_schema.columns WHERE table_name = 'accounts' AND column_name = 'phone') THEN
--                           ^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-guard-wrong-scope warning fix
    ALTER TABLE accounts ADD COLUMN phone text;
  END IF;
END $$;
