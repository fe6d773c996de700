-- expects nothing
--- history
CREATE TYPE mood AS ENUM ('good', 'bad');
ALTER TABLE users ADD COLUMN mood mood, ADD COLUMN remark text;
--- migration
CREATE TYPE state AS ENUM ('on', 'off');
ALTER TYPE state RENAME VALUE 'off' TO 'out';
ALTER TYPE mood ADD VALUE 'fine';
