-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: per-file }]
--- migration
CREATE INDEX CONCURRENTLY accounts_plan_idx ON accounts (plan_id);
--           ^^^^^^^^^^^^ pg-concurrently-in-transaction error
