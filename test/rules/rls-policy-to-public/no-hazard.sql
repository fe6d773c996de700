-- expects nothing
--- policy
-- rules: { rls-policy-to-public: info }
--- migration
CREATE POLICY users_add ON users FOR INSERT TO app_user WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY plans_read ON plans FOR SELECT USING (true);
ALTER POLICY accounts_isolation ON accounts RENAME TO accounts_own;
