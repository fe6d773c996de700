-- expects nothing
--- history
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--- migration
CREATE VIEW titles AS SELECT id, display_name FROM accounts;
CREATE VIEW numbers AS SELECT id, number FROM invoices;
CREATE VIEW mine AS SELECT id FROM users WHERE tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid;
CREATE VIEW corrected AS SELECT id, name FROM users;
ALTER VIEW corrected SET (security_invoker = true);
