-- expects nothing
--- history
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users USING (tenant_id::text = current_setting('app.tenant_id'));
--- migration
-- That the policy goes along is part of what tenant-column-drop says.
ALTER TABLE users DROP COLUMN tenant_id CASCADE;
