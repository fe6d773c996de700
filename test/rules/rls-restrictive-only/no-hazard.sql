-- expects nothing
--- history
CREATE ROLE support;
--- migration
CREATE TABLE notes (tenant_id uuid NOT NULL);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY notes_own ON notes AS RESTRICTIVE USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY notes_read ON notes FOR SELECT USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY users_own ON users AS RESTRICTIVE USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
CREATE POLICY payments_support ON payments AS RESTRICTIVE TO support USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
