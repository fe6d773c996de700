-- expects nothing
--- migration
CREATE TABLE notes (id bigint);
CREATE INDEX notes_idx ON notes (id);
DROP INDEX notes_idx;
