-- expects findings
-- on an empty schema
--- policy
-- tenancy: { appRole: null }
--- history
CREATE TABLE tenants (id uuid PRIMARY KEY);
CREATE TABLE users (tenant_id uuid NOT NULL REFERENCES tenants (id));
ALTER TABLE users ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY users_own ON users USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
--- migration
ALTER TABLE users NO FORCE ROW LEVEL SECURITY;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-no-force warning
