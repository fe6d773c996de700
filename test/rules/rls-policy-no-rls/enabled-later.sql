-- expects nothing
--- file db/migrations/V0009__enable.sql
-- ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--- migration
CREATE POLICY users_read ON users FOR SELECT USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY accounts_read ON accounts FOR SELECT USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE TABLE notes (tenant_id uuid NOT NULL);
CREATE POLICY notes_own ON notes USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
