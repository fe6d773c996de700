-- expects nothing
--- history
ALTER TABLE payments OWNER TO app_user;
--- migration
ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY users_self ON users FOR SELECT USING (id = auth.uid());
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY invoices_only ON invoices AS RESTRICTIVE USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
DO $$ BEGIN EXECUTE format('CREATE POLICY %I ON invoice_lines USING (true)', 'p'); END $$;
ALTER TABLE invoice_lines ENABLE ROW LEVEL SECURITY;
