-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
SET SESSION app.tenant_id = '00000000-0000-0000-0000-00000000000a';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-context-session-set warning fix
UPDATE accounts SET balance = 0;
