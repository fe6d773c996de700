-- expects findings
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, body varchar(20));
CREATE VIEW bodies AS SELECT body FROM notes;
ALTER TABLE notes ALTER COLUMN body TYPE text;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-dependent-fails error
