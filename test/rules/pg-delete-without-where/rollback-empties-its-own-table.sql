-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY);
--- rollback (linted)
DELETE FROM notes;
DROP TABLE notes;
