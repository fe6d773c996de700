-- expects findings
--- history
CREATE TABLE members (tenant_id uuid NOT NULL, role_name text NOT NULL);
GRANT UPDATE ON members TO PUBLIC;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--- migration
-- One forged row opens both.
CREATE POLICY by_members ON users USING (tenant_id IN (SELECT tenant_id FROM members WHERE role_name = session_user));
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-policy-refs-unprotected-table warning
ALTER POLICY accounts_isolation ON accounts USING (EXISTS (SELECT FROM members m WHERE m.tenant_id = accounts.tenant_id));
