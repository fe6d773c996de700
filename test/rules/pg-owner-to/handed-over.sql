-- expects findings
--- history
ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY;
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
--- migration
ALTER TABLE payments OWNER TO billing;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-owner-to info
ALTER TABLE accounts OWNER TO billing;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-owner-to warning
ALTER FUNCTION one() OWNER TO CURRENT_USER;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-owner-to info
ALTER SCHEMA public OWNER TO billing;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-owner-to info
