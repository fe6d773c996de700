-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
BEGIN;
DROP INDEX CONCURRENTLY accounts_plan_idx;
--         ^^^^^^^^^^^^ pg-concurrently-in-transaction error
COMMIT;
CREATE INDEX CONCURRENTLY accounts_plan_idx ON accounts (plan_id);
