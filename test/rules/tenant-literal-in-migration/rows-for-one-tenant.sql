-- expects findings
--- migration
INSERT INTO users (tenant_id, email) VALUES ('8f0bd0f2-0000-4000-8000-000000000001', 'a@example.test');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-literal-in-migration warning
INSERT INTO users (tenant_id, email) SELECT '8f0bd0f2-0000-4000-8000-000000000001'::uuid, code FROM plans;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-literal-in-migration warning
UPDATE users SET tenant_id = '8f0bd0f2-0000-4000-8000-000000000001' WHERE name = 'nobody';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-literal-in-migration warning
