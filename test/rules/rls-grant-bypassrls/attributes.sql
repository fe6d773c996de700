-- expects findings
--- history
CREATE ROLE maintenance BYPASSRLS;
CREATE ROLE crew;
GRANT maintenance TO crew;
--- migration
ALTER ROLE app_user LOGIN SUPERUSER BYPASSRLS;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-grant-bypassrls error fix
GRANT crew TO app_user;
--^^^^^^^^^^^^^^^^^^^^ rls-grant-bypassrls warning
CREATE ROLE admins SUPERUSER ROLE app_user;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-grant-bypassrls warning
