-- expects findings
--- history
CREATE UNIQUE INDEX accounts_email_of_all ON accounts (email);
--- migration
INSERT INTO accounts (tenant_id, email, balance) SELECT id, 'info@example.test', 1 FROM tenants ON CONFLICT (email) DO UPDATE SET balance = 1;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-on-conflict-unscoped warning fix
INSERT INTO payments VALUES (1) ON CONFLICT ON CONSTRAINT payments_pkey DO NOTHING;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-on-conflict-unscoped warning
