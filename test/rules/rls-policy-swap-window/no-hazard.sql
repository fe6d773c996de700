-- expects nothing
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- history
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY users_one ON users USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY users_two ON users USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE ROLE support;
CREATE POLICY users_support ON users TO support USING (true);
--- migration
BEGIN;
DROP POLICY accounts_isolation ON accounts;
CREATE POLICY accounts_isolation ON accounts USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
COMMIT;
DROP POLICY users_one ON users;
CREATE POLICY users_one ON users FOR SELECT USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
DROP POLICY users_support ON users;
CREATE POLICY users_support ON users TO support USING (true);
DROP POLICY IF EXISTS users_nothing ON users;
CREATE POLICY users_nothing ON users USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
