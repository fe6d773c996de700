-- expects findings
--- migration
CREATE INDEX CONCURRENTLY accounts_plan_idx ON accounts (plan_id);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info fix
DROP INDEX CONCURRENTLY accounts_old_idx;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info fix
CREATE INDEX CONCURRENTLY users_account_idx ON users (account_id);
