-- expects nothing
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- history
CREATE TABLE old (tenant_id uuid NOT NULL);
CREATE POLICY old_isolation ON old USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
--- migration
ALTER TABLE old ENABLE ROW LEVEL SECURITY;
CREATE TABLE notes (tenant_id uuid NOT NULL);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY notes_isolation ON notes USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
