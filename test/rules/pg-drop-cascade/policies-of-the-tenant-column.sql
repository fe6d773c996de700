-- expects findings
--- history
CREATE POLICY users_isolation ON users USING (tenant_id = current_setting('app.tenant_id')::uuid);
CREATE POLICY payments_isolation ON payments USING (tenant_id = current_setting('app.tenant_id')::uuid);
CREATE VIEW payers AS SELECT tenant_id, reference FROM payments;
--- migration
-- tenant-column-drop names the policies that go.
ALTER TABLE users DROP COLUMN tenant_id CASCADE;
ALTER TABLE payments DROP COLUMN tenant_id CASCADE;
--                                         ^^^^^^^ pg-drop-cascade warning
