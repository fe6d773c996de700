-- expects nothing
--- history
CREATE ROLE auditor;
CREATE ROLE clerk;
CREATE POLICY audits ON payments TO auditor, app_user USING (true);
--- migration
DROP ROLE clerk;
DROP OWNED BY auditor;
DROP ROLE auditor;
CREATE ROLE reporting;
CREATE POLICY all_of_it ON invoices TO reporting USING (true);
CREATE POLICY all_of_it ON users TO authenticated, PUBLIC USING (true);
