-- expects nothing
--- history
CREATE TYPE mood AS ENUM ('good', 'bad');
ALTER TABLE users ADD COLUMN mood mood, ADD COLUMN remark text;
--- migration
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'good';
ALTER TYPE mood ADD VALUE 'fine';
INSERT INTO users (id, tenant_id, email, mood) VALUES (gen_random_uuid(), NULL, 'fine', 'good');
UPDATE users SET remark = 'fine', mood = 'good' WHERE email = 'fine';
ALTER TABLE users ALTER COLUMN remark SET DEFAULT 'fine';
COMMENT ON TYPE mood IS 'fine';
