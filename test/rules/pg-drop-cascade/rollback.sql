-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY);
--- rollback (linted)
DROP TABLE notes CASCADE;
