-- expects findings
--- migration
CREATE POLICY users_add ON users FOR INSERT TO app_user WITH CHECK (true);
--                                                                 ^^^^^^ rls-write-without-with-check error fix
CREATE POLICY invoices_own ON invoices FOR UPDATE USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (total > 0);
--                                                                                                                                        ^^^^^^^^^^^ rls-write-without-with-check warning fix
CREATE POLICY payments_own ON payments USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid) WITH CHECK (1 = 1);
--                                                                                                                             ^^^^^^^ rls-write-without-with-check error fix
ALTER POLICY accounts_isolation ON accounts WITH CHECK (true);
--                                                     ^^^^^^ rls-write-without-with-check error fix
