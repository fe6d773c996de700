-- expects findings
--- migration
CREATE POLICY users_tenant ON users AS RESTRICTIVE FOR SELECT USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY users_read ON users FOR SELECT USING (true);
CREATE POLICY users_change ON users FOR UPDATE USING (true);
--                                                   ^^^^^^ rls-using-true error fix
