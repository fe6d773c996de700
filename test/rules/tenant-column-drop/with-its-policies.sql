-- expects findings
--- history
CREATE POLICY users_of_their_tenant ON users USING (tenant_id IN (SELECT a.tenant_id FROM accounts a));
--- migration
ALTER TABLE accounts DROP COLUMN tenant_id CASCADE;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-column-drop error
