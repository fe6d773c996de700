-- expects findings
--- history
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY users_read ON users FOR SELECT USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY users_change ON users FOR UPDATE USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY users_change_too ON users FOR UPDATE USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
CREATE POLICY payments_tenant ON payments AS RESTRICTIVE USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY payments_app ON payments FOR SELECT USING (true);
--- migration
DROP POLICY users_change ON users;
DROP POLICY IF EXISTS users_change_too ON users;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-drop-policy warning
DROP POLICY payments_tenant ON payments;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-drop-policy error
