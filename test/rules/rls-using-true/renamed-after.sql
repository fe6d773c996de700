-- expects findings
--- migration
CREATE TABLE notes_new (tenant_id uuid NOT NULL);
CREATE POLICY notes_all ON notes_new USING (true);
--                                         ^^^^^^ rls-using-true error fix
ALTER TABLE notes_new RENAME TO notes;
