-- expects findings
--- history
CREATE FUNCTION own_users() RETURNS SETOF users LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS 'SELECT * FROM users WHERE tenant_id = tenant()';
CREATE FUNCTION tenant() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
CREATE POLICY own ON users USING (tenant_id = tenant());
CREATE FUNCTION closed(text) RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT $1';
REVOKE ALL ON FUNCTION closed(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION closed(text) TO app_user;
--- migration
CREATE OR REPLACE FUNCTION own_users() RETURNS SETOF users LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM users';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-replace-function-drops-settings warning fix
CREATE OR REPLACE FUNCTION tenant() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-replace-function-drops-settings info fix
DROP FUNCTION closed(text);
CREATE FUNCTION closed(text) RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT upper($1)';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-replace-function-drops-settings warning fix
