-- expects findings
--- migration
ALTER TABLE users ADD COLUMN number bigserial;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-serial-identity warning fix
ALTER TABLE users ADD COLUMN other serial4 NOT NULL;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-serial-identity warning fix
--- rollback
ALTER TABLE users DROP COLUMN other;
ALTER TABLE users DROP COLUMN number;
