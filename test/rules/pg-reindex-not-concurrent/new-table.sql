-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY);
REINDEX TABLE notes;
