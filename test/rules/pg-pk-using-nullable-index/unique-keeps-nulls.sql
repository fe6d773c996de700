-- expects nothing
--- history
CREATE UNIQUE INDEX accounts_plan_key ON accounts (tenant_id, plan_id);
--- migration
ALTER TABLE accounts ADD CONSTRAINT accounts_plan_key UNIQUE USING INDEX accounts_plan_key;
