-- expects findings
--- history
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION tenant() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
CREATE FUNCTION later() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM users WHERE tenant_id = tenant()';
--- migration
CREATE FUNCTION purge() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS 'BEGIN DELETE FROM users WHERE name IS NULL; END';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-secdef-function warning
CREATE FUNCTION codes() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS 'SELECT code FROM plans';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-secdef-function info fix
CREATE FUNCTION codes(integer) RETURNS SETOF text LANGUAGE sql SECURITY DEFINER SET search_path TO public AS 'SELECT code FROM plans LIMIT $1';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-secdef-function info fix
ALTER FUNCTION later() SECURITY DEFINER;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-secdef-function warning fix
