-- expects nothing
--- policy
-- rules: { pg-index-too-many-columns: hint }
--- migration
CREATE INDEX accounts_many_idx ON accounts (tenant_id, plan_id) INCLUDE (owner_email, display_name, balance);
