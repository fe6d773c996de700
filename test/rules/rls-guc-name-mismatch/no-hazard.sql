-- expects nothing
--- migration
CREATE POLICY users_own ON users USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY users_partner ON users USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid OR tenant_id::text = current_setting('app.partner', true));
CREATE POLICY users_claim ON users USING (tenant_id = (current_setting('request.jwt.claims', true)::json ->> 'tenant')::uuid);
CREATE POLICY users_self ON users USING (id::text = current_setting('app.user_id', true));
CREATE POLICY users_member ON users USING (tenant_id = auth.tenant());
