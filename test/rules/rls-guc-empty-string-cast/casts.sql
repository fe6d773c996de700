-- expects findings
--- migration
CREATE POLICY p ON users USING (tenant_id = current_setting('app.tenant_id', true)::uuid) WITH CHECK (tenant_id = CAST(current_setting('app.tenant_id') AS uuid));
--                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-guc-empty-string-cast warning fix
ALTER POLICY accounts_isolation ON accounts USING (tenant_id = (SELECT current_setting('app.tenant_id', true)::text)::uuid);
--                                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-guc-empty-string-cast warning fix
