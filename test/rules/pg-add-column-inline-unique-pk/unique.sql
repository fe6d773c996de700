-- expects findings
--- migration
ALTER TABLE users ADD COLUMN login text UNIQUE, ADD COLUMN other text;
--                                      ^^^^^^ pg-add-column-inline-unique-pk warning fix
ALTER TABLE users ADD COLUMN badge text CONSTRAINT badge_once UNIQUE NULLS NOT DISTINCT;
--                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-inline-unique-pk warning fix
--- rollback
ALTER TABLE users DROP COLUMN badge;
ALTER TABLE users DROP COLUMN login, DROP COLUMN other;
