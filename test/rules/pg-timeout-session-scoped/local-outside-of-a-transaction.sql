-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
SET LOCAL lock_timeout = '2s';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-timeout-session-scoped warning fix
ALTER TABLE accounts ADD COLUMN external_id text;
