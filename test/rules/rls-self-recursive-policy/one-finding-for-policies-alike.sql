-- expects findings
--- history
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--- migration
CREATE POLICY peers ON users FOR SELECT USING (tenant_id IN (SELECT tenant_id FROM users));
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-self-recursive-policy error
CREATE POLICY new_peers ON users FOR INSERT WITH CHECK (tenant_id IN (SELECT tenant_id FROM users));
CREATE POLICY former_peers ON users FOR DELETE USING (tenant_id IN (SELECT tenant_id FROM users));
