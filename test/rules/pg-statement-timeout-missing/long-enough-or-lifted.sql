-- expects nothing
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
SET statement_timeout = '30s';
ALTER TABLE accounts ADD COLUMN external_id text;
SET statement_timeout = 0;
CREATE INDEX CONCURRENTLY accounts_plan_idx ON accounts (plan_id);
SET statement_timeout = '1h';
CREATE INDEX CONCURRENTLY users_account_idx ON users (account_id);
