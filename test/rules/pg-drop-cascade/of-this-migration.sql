-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY);
CREATE VIEW all_notes AS SELECT id FROM notes;
DROP TABLE notes CASCADE;
DROP TABLE IF EXISTS unknown_to_history CASCADE;
CREATE SCHEMA scratch;
DROP SCHEMA scratch CASCADE;
