-- expects nothing
--- migration
CREATE INDEX accounts_many_idx ON accounts (tenant_id, plan_id, owner_email, display_name);
