-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
SET statement_timeout = '30s';
CREATE INDEX CONCURRENTLY accounts_plan_idx ON accounts (plan_id);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-statement-timeout-missing warning fix
ALTER TABLE accounts ADD COLUMN external_id text;
REINDEX INDEX CONCURRENTLY accounts_pkey;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-statement-timeout-missing warning fix
