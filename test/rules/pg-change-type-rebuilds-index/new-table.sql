-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, made timestamp UNIQUE);
ALTER TABLE notes ALTER COLUMN made TYPE timestamptz;
