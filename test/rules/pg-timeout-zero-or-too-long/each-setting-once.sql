-- expects findings
--- migration
SET LOCAL lock_timeout = '20s';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-timeout-zero-or-too-long info fix
ALTER TABLE accounts ADD COLUMN external_id text;
SET LOCAL lock_timeout = '0s';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-timeout-zero-or-too-long warning fix
ALTER TABLE users ADD COLUMN external_id text;
