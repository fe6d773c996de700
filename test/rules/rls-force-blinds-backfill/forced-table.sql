-- expects findings
--- history
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--- migration
UPDATE accounts SET display_name = email;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-force-blinds-backfill warning fix
WITH gone AS (DELETE FROM accounts RETURNING id) SELECT count(*) FROM gone;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-force-blinds-backfill warning fix
UPDATE users SET name = email;
