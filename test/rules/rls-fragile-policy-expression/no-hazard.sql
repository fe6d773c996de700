-- expects nothing
--- migration
CREATE POLICY users_own ON users USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY users_today ON users USING (id = auth.uid() AND now() > '2020-01-01');
CREATE POLICY users_named ON users USING (name = 'user_metadata');
