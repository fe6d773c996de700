-- expects nothing
--- policy
-- rules: { pg-idle-in-tx-timeout: warning }
--- migration
SET LOCAL idle_in_transaction_session_timeout = '10s';
ALTER TABLE accounts ADD COLUMN external_id text;
