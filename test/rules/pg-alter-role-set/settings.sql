-- expects findings
--- migration
ALTER ROLE app_user SET statement_timeout = '30s';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-alter-role-set info
ALTER ROLE app_user IN DATABASE shop SET search_path = public;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-alter-role-set warning
ALTER ROLE ALL RESET ALL;
--^^^^^^^^^^^^^^^^^^^^^^ pg-alter-role-set info
ALTER DATABASE shop SET row_security = off;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-alter-role-set warning
ALTER DATABASE shop SET app.tenant_id = '1';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-alter-role-set error
CREATE ROLE reporting;
ALTER ROLE reporting SET app.tenant_id = '1';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-alter-role-set error
