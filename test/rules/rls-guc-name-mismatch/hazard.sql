-- expects findings
--- history
CREATE FUNCTION current_org() RETURNS uuid STABLE LANGUAGE sql AS $$ SELECT NULLIF(current_setting('app.org', true), '')::uuid $$;
--- migration
CREATE POLICY users_own ON users USING (tenant_id::text = current_setting('app.tenant', true)) WITH CHECK (tenant_id::text = current_setting('app.tenant', true));
--                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-guc-name-mismatch warning fix
CREATE POLICY payments_own ON payments USING (tenant_id = current_org());
--                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-guc-name-mismatch warning
