-- expects nothing
--- migration
CREATE POLICY users_own ON users USING (tenant_id::text = COALESCE(current_setting('app.tenant_id', true), ''));
CREATE POLICY users_none ON users USING (tenant_id::text = COALESCE(current_setting('app.tenant_id', true), '-1'));
CREATE POLICY users_plan ON users USING (name = COALESCE(current_setting('app.plan', true), 'free'));
CREATE POLICY users_null ON users USING (tenant_id::text = COALESCE(current_setting('app.tenant_id', true), NULL));
