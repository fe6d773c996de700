-- expects nothing
--- history
CREATE ROLE maintenance;
GRANT SELECT ON payments TO app_user;
--- migration
GRANT SELECT ON users TO app_user;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON accounts, plans, tenants TO app_user;
GRANT SELECT ON invoices TO maintenance;
GRANT SELECT ON payments TO app_user;
GRANT REFERENCES ON invoices TO app_user;
GRANT SELECT ON invoices TO app_user;
REVOKE SELECT ON invoices FROM app_user;
