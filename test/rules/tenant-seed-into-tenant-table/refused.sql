-- expects findings
--- migration
INSERT INTO accounts (email, balance) VALUES (lower('Info@example.test'), 0) ON CONFLICT DO NOTHING;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-seed-into-tenant-table error fix
