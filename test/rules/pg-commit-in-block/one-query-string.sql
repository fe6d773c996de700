-- expects findings
-- framework: plain
--- migration
BEGIN;
ALTER TABLE accounts ADD COLUMN external_id text;
COMMIT;
DO $$
BEGIN
  UPDATE accounts SET plan_id = 1 WHERE id < 1000;
    COMMIT;
--  ^^^^^^ pg-commit-in-block warning
END $$;
