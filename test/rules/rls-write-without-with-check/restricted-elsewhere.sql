-- expects nothing
--- migration
CREATE POLICY users_tenant ON users AS RESTRICTIVE USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY users_add ON users FOR INSERT WITH CHECK (true);
