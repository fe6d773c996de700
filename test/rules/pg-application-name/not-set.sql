-- expects findings
--- policy
-- rules: { pg-application-name: hint }
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-application-name hint fix
ALTER TABLE users ADD COLUMN external_id text;
