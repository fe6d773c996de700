-- expects findings
--- history
CREATE FUNCTION current_tenant() RETURNS uuid STABLE LANGUAGE plpgsql AS $$ BEGIN RETURN NULLIF(current_setting('app.tenant_id', true), '')::uuid; END $$;
--- migration
CREATE POLICY users_own ON users USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant() AND id = auth.uid());
--                                                  ^^^^^^^^^^^^^^^^ rls-initplan hint fix
