-- expects findings
--- migration
ALTER TABLE users ADD COLUMN number bigserial UNIQUE;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-serial-identity warning
