-- expects findings
-- framework: plain
--- migration
SET LOCAL lock_timeout = '2s';
CREATE INDEX CONCURRENTLY accounts_plan_idx ON accounts (plan_id);
--           ^^^^^^^^^^^^ pg-concurrently-in-transaction error fix
