-- expects nothing
--- migration
CREATE POLICY users_self ON users USING (email = current_user);
CREATE POLICY users_admin ON users USING (is_admin());
CREATE POLICY users_odd ON users USING (has_access(id, 'read'));
CREATE POLICY payments_listed ON payments USING (tenant_id = ANY (string_to_array(current_setting('app.tenants'), ',')::uuid[]));
CREATE POLICY invoices_either ON invoices USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid OR note = 'public');
CREATE POLICY plans_named ON plans USING (code <> '');
CREATE POLICY lines_of_asker ON invoice_lines USING (invoice_id IN (SELECT id FROM invoices));
CREATE POLICY accounts_named ON accounts USING (email IS NOT NULL);
