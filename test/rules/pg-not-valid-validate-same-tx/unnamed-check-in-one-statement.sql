-- expects findings
--- migration
ALTER TABLE users ADD CHECK (name <> '') NOT VALID, VALIDATE CONSTRAINT users_name_check;
--                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-not-valid-validate-same-tx warning fix
--- rollback
ALTER TABLE users DROP CONSTRAINT users_name_check;
