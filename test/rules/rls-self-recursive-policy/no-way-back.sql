-- expects nothing
--- history
CREATE ROLE auditor;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_users ON tenants TO auditor USING (id IN (SELECT tenant_id FROM users));
CREATE FUNCTION own_tenants() RETURNS SETOF uuid LANGUAGE sql SECURITY DEFINER AS 'SELECT tenant_id FROM users';
--- migration
CREATE POLICY of_tenants ON users TO app_user USING (tenant_id IN (SELECT id FROM tenants));
CREATE POLICY colleagues ON users FOR DELETE USING (tenant_id IN (SELECT own_tenants()));
CREATE POLICY once ON accounts FOR INSERT WITH CHECK (NOT EXISTS (SELECT FROM accounts a WHERE a.balance > 0));
CREATE POLICY of_payments ON payments USING (id IN (SELECT p.id FROM payments p));
