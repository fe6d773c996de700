-- expects nothing
--- history
CREATE TYPE mood AS ENUM ('good', 'bad');
ALTER TABLE users ADD COLUMN mood mood, ADD COLUMN remark text;
--- file db/migrations/V0003__change.sql.conf
-- executeInTransaction=false
--- migration
ALTER TYPE mood ADD VALUE 'fine';
UPDATE users SET mood = 'fine' WHERE mood IS NULL;
BEGIN;
ALTER TYPE mood ADD VALUE 'better';
COMMIT;
UPDATE users SET mood = 'better' WHERE mood IS NULL;
