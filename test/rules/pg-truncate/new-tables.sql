-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY);
TRUNCATE notes;
