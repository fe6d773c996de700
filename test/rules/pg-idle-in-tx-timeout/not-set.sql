-- expects findings
--- policy
-- rules: { pg-idle-in-tx-timeout: warning }
--- migration
COMMENT ON TABLE accounts IS 'who pays';
ALTER TABLE accounts ADD COLUMN external_id text;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-idle-in-tx-timeout warning fix
ALTER TABLE users ADD COLUMN external_id text;
