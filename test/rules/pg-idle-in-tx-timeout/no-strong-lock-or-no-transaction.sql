-- expects nothing
--- policy
-- rules: { pg-idle-in-tx-timeout: warning }
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
BEGIN;
CREATE TABLE regions (id bigint PRIMARY KEY);
COMMIT;
