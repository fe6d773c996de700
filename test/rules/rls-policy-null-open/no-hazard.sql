-- expects nothing
--- history
CREATE ROLE support;
--- migration
CREATE POLICY users_isolation ON users USING (tenant_id IS NULL OR tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY users_support ON users TO support USING (current_setting('app.tenant_id', true) IS NULL);
CREATE POLICY users_set ON users USING (current_setting('app.tenant_id', true) IS NOT NULL AND tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
