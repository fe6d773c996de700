-- expects findings
--- migration
SET app.tenant_id = '00000000-0000-0000-0000-00000000000b';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-context-session-set warning fix
UPDATE accounts SET balance = 1 WHERE email IS NULL;
SET app.tenant_id = '00000000-0000-0000-0000-00000000000a';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-context-session-set warning fix
UPDATE accounts SET balance = 0 WHERE email IS NULL;
