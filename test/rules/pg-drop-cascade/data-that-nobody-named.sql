-- expects findings
--- history
CREATE TYPE mood AS ENUM ('good', 'bad');
ALTER TABLE users ADD COLUMN mood mood;
CREATE TABLE archived_users () INHERITS (users);
--- migration
DROP TYPE mood CASCADE;
--             ^^^^^^^ pg-drop-cascade error
DROP TABLE users CASCADE;
--               ^^^^^^^ pg-drop-cascade error
