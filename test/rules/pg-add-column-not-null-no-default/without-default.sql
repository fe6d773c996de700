-- expects findings
--- migration
ALTER TABLE users
  ADD COLUMN nickname text,
  ADD COLUMN locale text NOT NULL CHECK (locale <> '');
  --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-not-null-no-default error fix
ALTER TABLE users ADD COLUMN region text DEFAULT NULL NOT NULL;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-not-null-no-default error fix
