-- expects findings
--- history
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '') NOT VALID;
--- migration
ALTER TABLE users ADD COLUMN nickname text, VALIDATE CONSTRAINT users_name_check;
--                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-validate-while-writes-blocked warning fix
--- rollback
ALTER TABLE users DROP COLUMN nickname;
