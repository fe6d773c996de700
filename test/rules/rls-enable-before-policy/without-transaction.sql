-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^ rls-enable-before-policy warning fix
ALTER TABLE payments ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^ rls-enable-before-policy warning
CREATE POLICY users_isolation ON users USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY payments_isolation ON payments USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
