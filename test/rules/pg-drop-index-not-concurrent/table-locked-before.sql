-- expects findings
--- history
CREATE INDEX users_name_idx ON users (name);
CREATE INDEX accounts_name_idx ON accounts (name);
CREATE INDEX accounts_status_idx ON accounts (status);
--- migration
ALTER TABLE users ADD COLUMN nickname text;
DROP INDEX users_name_idx;
DROP INDEX accounts_name_idx;
--^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-index-not-concurrent info fix
DROP INDEX accounts_status_idx;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-index-not-concurrent info fix
