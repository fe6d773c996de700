-- expects findings
--- history
CREATE ROLE owners;
GRANT owners TO app_user;
ALTER TABLE users OWNER TO owners;
--- migration
CREATE POLICY users_own ON users USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^ rls-not-forced error fix
