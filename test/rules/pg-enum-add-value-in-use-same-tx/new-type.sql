-- expects nothing
--- migration
CREATE TYPE mood AS ENUM ('good');
ALTER TYPE mood ADD VALUE 'fine';
CREATE TABLE moods (mood mood DEFAULT 'fine');
