-- expects nothing
--- history
CREATE FUNCTION tenant() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
CREATE ROLE auditor;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users USING (tenant_id = tenant());
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_account ON invoices AS RESTRICTIVE USING (account_id IN (SELECT id FROM accounts WHERE balance > 0));
CREATE POLICY audits ON invoices TO auditor USING (true);
CREATE POLICY idle ON payments USING (tenant_id = tenant());
--- migration
DROP FUNCTION tenant() CASCADE;
CREATE POLICY by_setting ON users USING (tenant_id = current_setting('app.tenant_id')::uuid);
DROP OWNED BY auditor;
DROP ROLE auditor;
ALTER POLICY of_account ON invoices USING (tenant_id = current_setting('app.tenant_id')::uuid);
ALTER TABLE accounts DROP COLUMN balance CASCADE;
DROP TABLE invoice_lines CASCADE;
