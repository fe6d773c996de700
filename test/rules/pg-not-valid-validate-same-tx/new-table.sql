-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, body text);
ALTER TABLE notes ADD CONSTRAINT notes_body_check CHECK (body <> '') NOT VALID;
ALTER TABLE notes VALIDATE CONSTRAINT notes_body_check;
