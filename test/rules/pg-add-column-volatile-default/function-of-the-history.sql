-- expects findings
--- history
CREATE FUNCTION next_code() RETURNS text LANGUAGE sql AS 'SELECT random()::text';
CREATE FUNCTION fixed_code() RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT 1::text';
--- migration
ALTER TABLE users ADD COLUMN code text DEFAULT next_code();
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-volatile-default warning fix
ALTER TABLE users ADD COLUMN other_code text DEFAULT fixed_code();
