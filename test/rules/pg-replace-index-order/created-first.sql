-- expects nothing
--- history
CREATE INDEX accounts_owner_idx ON accounts (owner_email);
--- migration
CREATE INDEX CONCURRENTLY accounts_owner_plan_idx ON accounts (owner_email, plan_id);
DROP INDEX CONCURRENTLY accounts_owner_idx;
