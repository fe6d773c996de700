-- expects findings
--- migration
-- Adds a column.
ALTER TABLE accounts ADD COLUMN external_id text;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-lock-timeout-missing warning fix
ALTER TABLE users ADD COLUMN external_id text;
