-- expects findings
--- migration
-- With CONCURRENTLY a retry would accept the invalid index that a failed build leaves.
CREATE INDEX IF NOT EXISTS accounts_plan_idx ON accounts (plan_id);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-index-not-concurrent warning
