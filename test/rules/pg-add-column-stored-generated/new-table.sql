-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, body text);
ALTER TABLE notes ADD COLUMN shout text GENERATED ALWAYS AS (upper(body)) STORED;
