-- expects findings
--- migration
SET lock_timeout TO '1min';
--^^^^^^^^^^^^^^^^^^^^^^^^ pg-timeout-zero-or-too-long info fix
ALTER TABLE accounts ADD COLUMN external_id text;
