-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
DO $$
BEGIN
  BEGIN
    UPDATE accounts SET plan_id = 1 WHERE id < 1000;
    COMMIT;
--  ^^^^^^ pg-commit-in-block error
  EXCEPTION WHEN unique_violation THEN
    ROLLBACK;
  END;
  COMMIT;
END $$;
