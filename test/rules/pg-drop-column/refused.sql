-- expects findings
--- history
CREATE VIEW names AS SELECT id, name FROM users;
--- migration
ALTER TABLE users DROP COLUMN name;
--                ^^^^^^^^^^^^^^^^ pg-drop-column error
