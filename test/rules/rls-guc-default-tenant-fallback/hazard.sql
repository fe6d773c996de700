-- expects findings
--- history
CREATE FUNCTION current_tenant() RETURNS text STABLE LANGUAGE sql AS $$ SELECT COALESCE(current_setting('app.tenant_id', true), 'acme') $$;
--- migration
CREATE POLICY users_own ON users USING (tenant_id = COALESCE(NULLIF(current_setting('app.tenant_id', true), '')::uuid, '3f0a8d5e-6f0c-4b8e-9c57-0e8f6f0e2a11'::uuid));
--                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-guc-default-tenant-fallback warning fix
CREATE POLICY payments_own ON payments USING (tenant_id::text = current_tenant());
--                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-guc-default-tenant-fallback warning
