-- expects nothing
--- history
CREATE INDEX accounts_owner_idx ON accounts (owner_email);
--- migration
DROP INDEX CONCURRENTLY accounts_owner_idx;
CREATE INDEX CONCURRENTLY accounts_plan_idx ON accounts (plan_id);
