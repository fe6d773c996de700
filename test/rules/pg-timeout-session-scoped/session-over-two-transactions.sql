-- expects findings
-- framework: plain
--- migration
BEGIN;
SET lock_timeout = '2s';
--^^^^^^^^^^^^^^^^^^^^^ pg-timeout-session-scoped info fix
ALTER TABLE accounts ADD COLUMN external_id text;
COMMIT;
BEGIN;
ALTER TABLE users ADD COLUMN external_id text;
COMMIT;
