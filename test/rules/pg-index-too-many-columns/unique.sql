-- expects nothing
--- policy
-- rules: { pg-index-too-many-columns: hint }
--- migration
CREATE UNIQUE INDEX accounts_many_key ON accounts (tenant_id, plan_id, owner_email, display_name);
