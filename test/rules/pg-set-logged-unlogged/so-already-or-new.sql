-- expects nothing
--- migration
ALTER TABLE payments SET LOGGED;
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes SET UNLOGGED;
