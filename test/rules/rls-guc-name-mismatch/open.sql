-- expects findings
--- migration
CREATE POLICY users_own ON users USING (current_setting('app.tenant', true) IS NULL OR tenant_id::text = current_setting('app.tenant', true));
--                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-guc-name-mismatch error fix
