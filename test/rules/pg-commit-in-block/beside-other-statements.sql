-- expects findings
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
DO $$
BEGIN
  UPDATE accounts SET external_id = id::text WHERE id < 1000;
    COMMIT;
--  ^^^^^^ pg-commit-in-block error
END $$;
