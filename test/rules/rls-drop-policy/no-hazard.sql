-- expects nothing
--- history
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE ROLE support;
CREATE POLICY users_support ON users TO support USING (true);
CREATE TABLE old (tenant_id uuid NOT NULL);
ALTER TABLE old ENABLE ROW LEVEL SECURITY;
CREATE POLICY old_own ON old USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY payments_own ON payments USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY invoices_own ON invoices USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY invoices_noted ON invoices AS RESTRICTIVE USING (note <> '');
--- migration
DROP POLICY users_support ON users;
DROP POLICY old_own ON old;
DROP TABLE old;
DROP POLICY payments_own ON payments;
DROP POLICY invoices_noted ON invoices;
ALTER TABLE accounts DISABLE ROW LEVEL SECURITY;
DROP POLICY accounts_isolation ON accounts;
