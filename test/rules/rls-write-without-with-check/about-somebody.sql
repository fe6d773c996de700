-- expects nothing
--- history
CREATE TABLE members (tenant_id uuid NOT NULL, user_id uuid NOT NULL);
--- migration
CREATE POLICY users_add ON users FOR INSERT WITH CHECK (tenant_id IN (SELECT tenant_id FROM members WHERE user_id = auth.uid()));
CREATE POLICY users_self ON users FOR UPDATE USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (id = auth.uid());
CREATE POLICY users_odd ON users FOR UPDATE USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (is_allowed(id));
CREATE POLICY users_open ON users USING (true) WITH CHECK (true);
CREATE POLICY plans_add ON plans FOR INSERT WITH CHECK (true);
