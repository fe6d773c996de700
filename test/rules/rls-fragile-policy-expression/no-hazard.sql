-- expects nothing
--- history
CREATE TABLE members (tenant_id uuid NOT NULL, user_id uuid NOT NULL);
CREATE FUNCTION is_member(tenant uuid) RETURNS boolean LANGUAGE sql AS 'SELECT EXISTS (SELECT FROM members WHERE tenant_id = tenant AND user_id = auth.uid())';
CREATE FUNCTION current_org() RETURNS uuid LANGUAGE plpgsql AS $$ BEGIN RETURN NULLIF(current_setting('app.tenant_id', true), '')::uuid; END $$;
--- migration
CREATE POLICY users_own ON users USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY users_today ON users USING (id = auth.uid() AND now() > '2020-01-01');
CREATE POLICY users_named ON users USING (name = 'user_metadata');
CREATE POLICY users_member ON users USING (is_member(tenant_id));
CREATE POLICY users_once ON users USING (tenant_id = (SELECT current_org()));
CREATE POLICY users_add ON users FOR INSERT WITH CHECK (tenant_id = current_org());
