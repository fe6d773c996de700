-- expects findings
--- history
CREATE ROLE owners;
ALTER TABLE users OWNER TO owners;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--- migration
GRANT owners TO app_user;
--^^^^^^^^^^^^^^^^^^^^^^ rls-grant-bypassrls error
