-- expects nothing
--- migration
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY users_isolation ON users TO app_user USING (tenant_id = current_setting('app.tenant_id')::uuid);
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY invoices_isolation ON invoices TO app_user USING (tenant_id = current_setting('app.tenant_id')::uuid);
