-- expects nothing
--- history
CREATE SCHEMA archive;
CREATE SCHEMA live;
CREATE TABLE live.notes (id bigint);
CREATE SCHEMA next;
CREATE TABLE next.notes (id bigint);
--- migration
ALTER SCHEMA archive RENAME TO attic;
CREATE SCHEMA fresh;
ALTER SCHEMA fresh RENAME TO frozen;
ALTER SCHEMA live RENAME TO previous;
ALTER SCHEMA next RENAME TO live;
