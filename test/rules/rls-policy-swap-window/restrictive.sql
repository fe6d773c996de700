-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- history
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY users_tenant ON users AS RESTRICTIVE USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY users_app ON users USING (true);
--- migration
DROP POLICY users_tenant ON users;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-policy-swap-window error fix
CREATE POLICY users_by_tenant ON users AS RESTRICTIVE USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
