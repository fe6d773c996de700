-- expects nothing
--- migration
ALTER TABLE payments ALTER COLUMN tenant_id TYPE text;
DROP POLICY accounts_isolation ON accounts;
ALTER TABLE accounts ALTER COLUMN tenant_id TYPE text;
