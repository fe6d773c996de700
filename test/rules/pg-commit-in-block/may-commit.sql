-- expects nothing
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- history
CREATE PROCEDURE fill_plans() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;
--- migration
DO $$
BEGIN
  UPDATE accounts SET plan_id = 1 WHERE id < 1000;
  COMMIT;
  CALL fill_plans();
END $$;
CALL fill_plans();
