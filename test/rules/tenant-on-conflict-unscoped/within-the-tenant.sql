-- expects nothing
--- history
CREATE UNIQUE INDEX accounts_email_of_all ON accounts (email);
--- migration
INSERT INTO accounts (tenant_id, email) SELECT id, 'info@example.test' FROM tenants ON CONFLICT (tenant_id, email) DO NOTHING;
INSERT INTO accounts AS a (tenant_id, email) SELECT id, 'info@example.test' FROM tenants
  ON CONFLICT (email) DO UPDATE SET balance = 1 WHERE a.tenant_id = excluded.tenant_id;
INSERT INTO accounts (tenant_id, email) SELECT id, 'info@example.test' FROM tenants ON CONFLICT DO NOTHING;
INSERT INTO plans (code) VALUES ('basic') ON CONFLICT (code) DO NOTHING;
