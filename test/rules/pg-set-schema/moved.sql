-- expects findings
--- history
CREATE SCHEMA billing;
CREATE SEQUENCE numbers;
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
--- migration
ALTER TABLE invoices SET SCHEMA billing;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-set-schema warning fix
ALTER SEQUENCE numbers SET SCHEMA billing;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-set-schema warning
ALTER FUNCTION one() SET SCHEMA billing;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-set-schema warning
