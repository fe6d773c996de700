-- expects findings
--- migration
SELECT set_config('lock_timeout', '0', true);
ALTER TABLE accounts ADD COLUMN external_id text;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-timeout-zero-or-too-long warning
