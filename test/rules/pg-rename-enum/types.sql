-- expects findings
--- history
CREATE TYPE mood AS ENUM ('good', 'bad');
ALTER TABLE users ADD COLUMN mood mood;
CREATE DOMAIN email AS text;
--- migration
ALTER TYPE mood RENAME TO temper;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-rename-enum warning
ALTER DOMAIN email RENAME TO address;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-rename-enum warning
