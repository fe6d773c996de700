-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY);
DROP TABLE notes;
CREATE TEMPORARY TABLE seen (id uuid);
DROP TABLE seen;
DROP TABLE IF EXISTS something_of_long_ago;
DROP VIEW IF EXISTS some_view;
