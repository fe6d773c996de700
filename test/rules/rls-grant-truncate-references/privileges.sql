-- expects findings
--- history
CREATE ROLE crew;
GRANT crew TO app_user;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--- migration
GRANT ALL PRIVILEGES ON TABLE accounts, plans TO crew;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-grant-truncate-references warning fix
GRANT SELECT, REFERENCES ON users TO PUBLIC;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-grant-truncate-references info fix
GRANT TRUNCATE ON users TO app_user;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-grant-truncate-references warning
ALTER DEFAULT PRIVILEGES GRANT SELECT, TRIGGER ON TABLES TO app_user;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-grant-truncate-references info fix
