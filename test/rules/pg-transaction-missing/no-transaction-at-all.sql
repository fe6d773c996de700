-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
COMMIT;
--^^^^ pg-transaction-missing info fix
BEGIN;
ALTER TABLE users ADD COLUMN external_id text;
COMMIT;
