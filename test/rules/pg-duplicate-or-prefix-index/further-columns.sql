-- expects nothing
--- migration
CREATE INDEX CONCURRENTLY accounts_tenant_plan_idx ON accounts (tenant_id, plan_id);
