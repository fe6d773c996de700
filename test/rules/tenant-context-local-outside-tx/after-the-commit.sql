-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
BEGIN;
SET LOCAL app.tenant_id = '00000000-0000-0000-0000-00000000000a';
UPDATE accounts SET balance = 0;
COMMIT;
SET LOCAL app.tenant_id = '00000000-0000-0000-0000-00000000000b';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-context-local-outside-tx warning no fix
CREATE INDEX CONCURRENTLY ON accounts (balance);
