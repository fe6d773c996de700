-- expects findings
--- history
CREATE ROLE auditor;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_users ON tenants TO app_user USING (id IN (SELECT tenant_id FROM users));
CREATE FUNCTION own_tenants() RETURNS SETOF uuid LANGUAGE sql AS 'SELECT tenant_id FROM users';
--- migration
CREATE POLICY of_tenants ON users USING (tenant_id IN (SELECT id FROM tenants));
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-self-recursive-policy error
CREATE POLICY colleagues ON users FOR DELETE USING (tenant_id IN (SELECT own_tenants()));
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-self-recursive-policy warning
CREATE POLICY peers ON users FOR UPDATE USING (EXISTS (SELECT FROM users u WHERE u.name = users.name));
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-self-recursive-policy error
CREATE POLICY twins ON accounts TO auditor USING (id IN (SELECT parent_id FROM accounts));
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-self-recursive-policy error
