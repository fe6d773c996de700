-- expects findings
--- migration
ALTER TABLE users ADD COLUMN settings json NOT NULL DEFAULT '{}';
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-json info fix
ALTER TABLE users ADD COLUMN other pg_catalog.json CHECK (other IS NOT NULL);
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-json info
