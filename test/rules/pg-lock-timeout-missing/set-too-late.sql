-- expects findings
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-lock-timeout-missing warning fix
SET LOCAL lock_timeout = '2s';
