-- expects nothing
--- history
CREATE SCHEMA archive;
--- migration
DROP SCHEMA archive;
DROP SCHEMA unknown_to_history;
DROP SCHEMA IF EXISTS unknown_to_history CASCADE;
CREATE SCHEMA scratch;
CREATE TABLE scratch.notes (id bigint);
DROP SCHEMA scratch CASCADE;
