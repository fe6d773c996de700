-- expects nothing
--- history
CREATE ROLE maintenance;
CREATE TABLE members (tenant_id uuid NOT NULL, role_name text NOT NULL);
GRANT SELECT, DELETE ON members TO app_user;
GRANT ALL ON members TO maintenance;
GRANT ALL ON plans, invoices, payments TO app_user;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--- migration
CREATE POLICY by_members ON users USING (tenant_id IN (SELECT tenant_id FROM members WHERE role_name = session_user));
CREATE POLICY by_plans ON users USING (EXISTS (SELECT FROM plans WHERE code = name));
CREATE POLICY by_invoices ON users USING (tenant_id IN (SELECT tenant_id FROM invoices));
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY by_payments ON payments USING (tenant_id IN (SELECT p.tenant_id FROM payments p));
