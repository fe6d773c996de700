-- expects nothing
--- history
CREATE POLICY invoices_own ON invoices USING (tenant_id::text = current_setting('app.org'));
CREATE POLICY payments_own ON payments USING (tenant_id::text = current_setting('app.org', true));
--- migration
CREATE POLICY users_own ON users USING (tenant_id::text = current_setting('app.org'));
CREATE POLICY users_zone ON users USING (name = current_setting('TimeZone'));
