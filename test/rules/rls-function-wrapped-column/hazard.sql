-- expects findings
--- migration
CREATE POLICY users_own ON users USING (current_setting('app.tenant_id', true) = tenant_id::text);
--                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-function-wrapped-column info fix
CREATE POLICY invoices_own ON invoices USING (tenant_id::text = (current_setting('request.jwt.claims', true)::json ->> 'tenant'));
--                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-function-wrapped-column info
