-- expects nothing
--- history
CREATE ROLE maintenance;
GRANT ALL ON accounts TO app_user;
--- migration
GRANT ALL ON accounts TO app_user;
GRANT ALL ON payments, plans TO maintenance;
GRANT ALL ON payments TO app_user;
GRANT SELECT, INSERT, UPDATE, DELETE ON users TO app_user;
GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO app_user;
ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO app_user;
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO maintenance;
