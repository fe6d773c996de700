-- expects nothing
--- policy
-- version: 14
--- migration
CREATE INDEX CONCURRENTLY accounts_plan_idx ON accounts (plan_id);
