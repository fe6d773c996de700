-- expects nothing
--- history
ALTER TABLE users ALTER COLUMN tenant_id SET DEFAULT current_setting('app.tenant_id')::uuid;
--- migration
INSERT INTO accounts (tenant_id, email) SELECT id, 'info@example.test' FROM tenants;
INSERT INTO users (email) VALUES ('info@example.test');
INSERT INTO plans (code) VALUES ('basic');
INSERT INTO tenants (name) VALUES ('new');
