-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
SET LOCAL app.tenant_id = '00000000-0000-0000-0000-00000000000a';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-context-local-outside-tx warning fix
UPDATE accounts SET balance = 0;
SELECT set_config('app.tenant_id', '00000000-0000-0000-0000-00000000000b', true);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-context-local-outside-tx warning fix
UPDATE accounts SET balance = 1;
