-- expects findings
--- migration
-- Settings of the whole installation: all may read them, and no policy lets anybody write.
CREATE TABLE settings (name text PRIMARY KEY, value text);
ALTER TABLE settings ENABLE ROW LEVEL SECURITY;
CREATE POLICY settings_read ON settings FOR SELECT USING (true);
CREATE TABLE notes (id bigint PRIMARY KEY, body text);
--           ^^^^^ tenant-table-missing-column warning fix
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY notes_read ON notes FOR SELECT USING (true);
CREATE POLICY notes_write ON notes FOR INSERT WITH CHECK (true);
