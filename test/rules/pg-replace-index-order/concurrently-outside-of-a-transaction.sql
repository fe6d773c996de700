-- expects findings
--- history
CREATE INDEX accounts_owner_idx ON accounts (owner_email);
--- migration
DROP INDEX CONCURRENTLY accounts_owner_idx;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-replace-index-order warning fix
CREATE INDEX CONCURRENTLY accounts_owner_plan_idx ON accounts (owner_email, plan_id);
