-- expects findings
--- history
CREATE TYPE mood AS ENUM ('good', 'bad');
ALTER TABLE users ADD COLUMN mood mood, ADD COLUMN remark text;
--- migration
ALTER TYPE mood RENAME VALUE 'bad' TO 'poor';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-enum-rename-value warning
ALTER TYPE unknown_to_the_history RENAME VALUE 'a' TO 'b';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-enum-rename-value warning
