-- expects findings
--- policy
-- rules:
--   pg-enum-order: hint
--- history
CREATE TYPE mood AS ENUM ('good', 'bad');
ALTER TABLE users ADD COLUMN mood mood, ADD COLUMN remark text;
--- migration
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'fine';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-enum-order hint
