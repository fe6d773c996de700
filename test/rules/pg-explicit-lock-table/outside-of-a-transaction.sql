-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
LOCK TABLE accounts IN SHARE UPDATE EXCLUSIVE MODE;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-explicit-lock-table error
BEGIN;
LOCK TABLE accounts IN SHARE UPDATE EXCLUSIVE MODE;
COMMIT;
