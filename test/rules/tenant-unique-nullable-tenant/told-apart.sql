-- expects nothing
--- history
ALTER TABLE users ALTER COLUMN tenant_id DROP NOT NULL;
--- migration
CREATE UNIQUE INDEX users_name_of_tenant ON users (tenant_id, name) WHERE tenant_id IS NOT NULL;
ALTER TABLE users ADD UNIQUE NULLS NOT DISTINCT (tenant_id, account_id);
-- Never null.
CREATE UNIQUE INDEX invoices_note ON invoices (tenant_id, note);
