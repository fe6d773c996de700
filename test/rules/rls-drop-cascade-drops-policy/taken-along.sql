-- expects findings
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
ALTER TABLE accounts DROP COLUMN balance CASCADE;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-drop-cascade-drops-policy error
DROP FUNCTION tenant() CASCADE;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-drop-cascade-drops-policy warning
DROP OWNED BY auditor;
--^^^^^^^^^^^^^^^^^^^ rls-drop-cascade-drops-policy warning
