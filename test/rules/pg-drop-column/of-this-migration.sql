-- expects nothing
--- migration
ALTER TABLE accounts ADD COLUMN working_copy text;
ALTER TABLE accounts DROP COLUMN working_copy;
ALTER TABLE accounts DROP COLUMN IF EXISTS never_there;
CREATE TABLE notes (id bigint PRIMARY KEY, body text);
ALTER TABLE notes DROP COLUMN body;
CREATE TYPE pair AS (one text, two text);
ALTER TYPE pair DROP ATTRIBUTE two;
