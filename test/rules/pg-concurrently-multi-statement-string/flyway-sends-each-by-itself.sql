-- expects nothing
--- migration
CREATE INDEX CONCURRENTLY accounts_plan_idx ON accounts (plan_id);
CREATE INDEX CONCURRENTLY users_account_idx ON users (account_id);
