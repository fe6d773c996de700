-- expects nothing
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
SET lock_timeout = '2s';
SET statement_timeout = 0;
SET idle_in_transaction_session_timeout = '10s';
ALTER TABLE accounts ADD COLUMN external_id text;
RESET lock_timeout;
SET statement_timeout TO DEFAULT;
RESET ALL;
