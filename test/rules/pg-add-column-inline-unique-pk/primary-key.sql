-- expects findings
--- history
CREATE TABLE log (line text);
--- migration
ALTER TABLE log ADD COLUMN kind integer DEFAULT 1 PRIMARY KEY;
--                                                ^^^^^^^^^^^ pg-add-column-inline-unique-pk warning
