-- expects findings
--- migration
CREATE POLICY users_named ON users USING (name IS NOT NULL AND lower(email) LIKE '%@example.org');
--                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-not-tenant-expression warning
CREATE POLICY invoices_open ON invoices FOR SELECT USING (note = 'public');
--                                                       ^^^^^^^^^^^^^^^^^ rls-not-tenant-expression info
CREATE POLICY payments_signed_in ON payments USING (auth.role() = 'authenticated');
--                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-not-tenant-expression warning fix
CREATE POLICY invoices_set ON invoices USING (current_setting('app.tenant_id', true) <> '');
--                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-not-tenant-expression warning fix
CREATE POLICY users_all ON users USING (true);
