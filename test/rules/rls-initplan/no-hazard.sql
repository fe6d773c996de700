-- expects nothing
--- history
CREATE FUNCTION lucky() RETURNS uuid LANGUAGE plpgsql AS $$ BEGIN RETURN gen_random_uuid(); END $$;
--- migration
CREATE POLICY users_own ON users USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY users_lucky ON users USING (id = lucky());
CREATE POLICY users_any ON users USING (id = ANY (app.users_of_asker()));
CREATE POLICY users_in ON users USING (tenant_id IN (SELECT app.tenants_of_asker()));
CREATE POLICY users_member ON users USING (app.is_member(tenant_id));
CREATE POLICY users_add ON users FOR INSERT WITH CHECK (id = auth.uid());
