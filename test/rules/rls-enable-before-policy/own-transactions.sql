-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
BEGIN;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^ rls-enable-before-policy warning fix
COMMIT;
BEGIN;
ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
CREATE POLICY payments_isolation ON payments USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY users_isolation ON users USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
COMMIT;
