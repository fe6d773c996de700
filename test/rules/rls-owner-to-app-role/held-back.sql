-- expects nothing
--- history
CREATE ROLE owners;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE payments OWNER TO app_user;
ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
--- migration
ALTER TABLE users OWNER TO owners;
ALTER TABLE plans OWNER TO app_user;
ALTER TABLE accounts OWNER TO app_user;
ALTER TABLE payments OWNER TO app_user;
ALTER TABLE invoices OWNER TO app_user;
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoices FORCE ROW LEVEL SECURITY;
