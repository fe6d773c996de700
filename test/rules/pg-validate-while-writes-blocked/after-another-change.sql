-- expects findings
--- history
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '') NOT VALID;
--- migration
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN nickname text;
ALTER TABLE users VALIDATE CONSTRAINT users_name_check;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-validate-while-writes-blocked warning fix
