-- expects nothing
-- framework: plain
--- migration
CREATE INDEX CONCURRENTLY accounts_plan_idx ON accounts (plan_id);
