-- expects findings
--- file db/migrations/V0009__policies.sql
-- CREATE POLICY users_isolation ON users USING (tenant_id IS NOT NULL);
--- migration
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^ rls-enable-before-policy warning
