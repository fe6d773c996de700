-- expects findings
--- history
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE ROLE crew;
GRANT crew TO app_user;
--- migration
ALTER TABLE users OWNER TO crew;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-owner-to-app-role error fix
ALTER TABLE payments OWNER TO app_user;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-owner-to-app-role error fix
ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
