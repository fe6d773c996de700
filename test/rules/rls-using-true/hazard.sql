-- expects findings
--- migration
CREATE POLICY users_all ON users USING (true);
--                                     ^^^^^^ rls-using-true error fix
CREATE POLICY tenants_all ON tenants FOR SELECT USING (1 = 1);
--                                                    ^^^^^^^ rls-using-true warning fix
CREATE POLICY invoices_delete ON invoices FOR DELETE TO app_user USING (NOT (tenant_id IS NULL));
--                                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^ rls-using-true error fix
ALTER POLICY accounts_isolation ON accounts USING (true) WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
--                                                ^^^^^^ rls-using-true error fix
