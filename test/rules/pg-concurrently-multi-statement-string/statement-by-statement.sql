-- expects nothing
-- framework: plain
--- policy
-- migrations: [{ path: db/migrations, framework: plain, transaction: none }]
--- migration
CREATE INDEX CONCURRENTLY accounts_plan_idx ON accounts (plan_id);
CREATE INDEX CONCURRENTLY users_account_idx ON users (account_id);
