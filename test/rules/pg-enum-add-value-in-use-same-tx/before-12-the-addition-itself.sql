-- expects findings
--- policy
-- version: 11
--- history
CREATE TYPE mood AS ENUM ('good', 'bad');
ALTER TABLE users ADD COLUMN mood mood, ADD COLUMN remark text;
--- migration
ALTER TYPE mood ADD VALUE 'fine';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-enum-add-value-in-use-same-tx error fix
