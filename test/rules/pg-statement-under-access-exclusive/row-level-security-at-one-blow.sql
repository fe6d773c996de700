-- expects nothing
--- history
CREATE TABLE notes (id bigint PRIMARY KEY, account_id uuid, text text);
ALTER TABLE notes FORCE ROW LEVEL SECURITY;
ALTER TABLE notes ADD CONSTRAINT notes_text_check CHECK (text <> '') NOT VALID;
--- migration
ALTER TABLE notes ADD COLUMN tenant_id uuid;
UPDATE notes SET tenant_id = a.tenant_id FROM accounts a WHERE a.id = notes.account_id;
ALTER TABLE notes NO FORCE ROW LEVEL SECURITY;
ALTER TABLE notes VALIDATE CONSTRAINT notes_text_check;
CREATE POLICY notes_isolation ON notes USING (tenant_id = current_setting('app.tenant_id')::uuid);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE notes FORCE ROW LEVEL SECURITY;
