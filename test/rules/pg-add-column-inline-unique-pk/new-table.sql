-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes ADD COLUMN slug text UNIQUE;
