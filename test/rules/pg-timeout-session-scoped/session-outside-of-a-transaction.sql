-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
SET statement_timeout = 0;
CREATE INDEX CONCURRENTLY accounts_plan_idx ON accounts (plan_id);
SET statement_timeout = '30s';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-timeout-session-scoped hint fix
ALTER TABLE accounts ADD COLUMN external_id text;
