-- expects findings
--- migration
SET LOCAL lock_timeout = '2s';
DO $$
BEGIN
  UPDATE accounts SET plan_id = 1 WHERE plan_id IS NULL AND id < 1000;
    COMMIT;
--  ^^^^^^ pg-commit-in-block error fix
END $$;
