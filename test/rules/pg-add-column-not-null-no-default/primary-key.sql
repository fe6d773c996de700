-- expects findings
--- migration
ALTER TABLE users ADD COLUMN number bigint PRIMARY KEY;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-not-null-no-default error
