-- expects findings
--- history
CREATE PROCEDURE fill_plans() LANGUAGE plpgsql AS $$
BEGIN
  FOR batch IN 1..10 LOOP
    UPDATE accounts SET plan_id = 1 WHERE id % 10 = batch;
    COMMIT;
  END LOOP;
END $$;
--- migration
CALL fill_plans();
--^^^^^^^^^^^^^^^ pg-commit-in-block error fix
