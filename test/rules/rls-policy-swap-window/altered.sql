-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
DROP POLICY accounts_isolation ON accounts;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-policy-swap-window warning fix
CREATE POLICY accounts_isolation ON public.accounts AS PERMISSIVE FOR ALL USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
