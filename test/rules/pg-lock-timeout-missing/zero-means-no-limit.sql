-- expects findings
--- migration
SET LOCAL lock_timeout = 0;
ALTER TABLE accounts ADD COLUMN external_id text;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-lock-timeout-missing warning fix
