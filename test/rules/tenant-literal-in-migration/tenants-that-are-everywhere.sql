-- expects nothing
--- history
INSERT INTO tenants (id, name) VALUES ('00000000-0000-0000-0000-000000000001', 'default');
--- migration
INSERT INTO users (tenant_id, email) VALUES ('00000000-0000-0000-0000-000000000001', 'a@example.test');
INSERT INTO tenants (id, name) VALUES ('00000000-0000-0000-0000-000000000002', 'templates');
UPDATE users SET tenant_id = '00000000-0000-0000-0000-000000000002' WHERE name = 'template';
INSERT INTO users (tenant_id, email) SELECT id, 'a@example.test' FROM tenants;
UPDATE users SET name = 'x' WHERE tenant_id = current_setting('app.tenant_id')::uuid;
INSERT INTO plans (code) VALUES ('basic');
UPDATE users SET name = NULL WHERE tenant_id IS NULL;
