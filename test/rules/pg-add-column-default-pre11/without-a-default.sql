-- expects nothing
--- policy
-- version: '10'
--- migration
ALTER TABLE users ADD COLUMN locale text;
ALTER TABLE users ADD COLUMN other text DEFAULT NULL;
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes ADD COLUMN body text DEFAULT '';
