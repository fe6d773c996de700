-- expects findings
--- migration
CREATE POLICY users_isolation ON users TO app_user USING (tenant_id = current_setting('app.tenant_id')::uuid);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-lock-timeout-missing warning fix
