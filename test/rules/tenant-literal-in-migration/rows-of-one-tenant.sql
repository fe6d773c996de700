-- expects findings
--- migration
DELETE FROM users WHERE tenant_id IN ('8f0bd0f2-0000-4000-8000-000000000001', '8f0bd0f2-0000-4000-8000-000000000002');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-literal-in-migration info
UPDATE accounts a SET balance = 0 WHERE a.tenant_id = '8f0bd0f2-0000-4000-8000-000000000001';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-literal-in-migration info
