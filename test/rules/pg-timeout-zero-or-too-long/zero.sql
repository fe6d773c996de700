-- expects findings
--- migration
SET LOCAL lock_timeout = 0;
--^^^^^^^^^^^^^^^^^^^^^^^^ pg-timeout-zero-or-too-long warning fix
ALTER TABLE accounts ADD COLUMN external_id text;
ALTER TABLE users ADD COLUMN external_id text;
