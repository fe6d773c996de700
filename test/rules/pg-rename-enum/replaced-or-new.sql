-- expects nothing
--- history
CREATE TYPE mood AS ENUM ('good', 'bad', 'ugly');
ALTER TABLE users ADD COLUMN mood mood;
--- migration
ALTER TYPE mood RENAME TO old_mood;
CREATE TYPE mood AS ENUM ('good', 'bad');
ALTER TABLE users ALTER COLUMN mood TYPE mood USING mood::text::mood;
DROP TYPE old_mood;
CREATE TYPE pair AS (one text, two text);
ALTER TYPE pair RENAME TO couple;
ALTER TYPE mood RENAME VALUE 'good' TO 'fine';
