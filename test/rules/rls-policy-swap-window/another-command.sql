-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
DROP POLICY accounts_isolation ON accounts;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-policy-swap-window warning
CREATE POLICY accounts_isolation ON accounts FOR SELECT USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY accounts_insert ON accounts FOR INSERT WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY accounts_update ON accounts FOR UPDATE USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY accounts_delete ON accounts FOR DELETE USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
