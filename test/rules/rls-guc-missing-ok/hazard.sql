-- expects findings
--- migration
CREATE POLICY users_own ON users USING (tenant_id::text = current_setting('app.tenant_id')) WITH CHECK (tenant_id::text = current_setting('app.tenant_id'));
--                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-guc-missing-ok info fix
