-- expects nothing
--- history
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION tenant() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
--- migration
CREATE FUNCTION own() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT count(*) FROM public.users WHERE tenant_id = public.tenant()';
CREATE FUNCTION names() RETURNS SETOF text LANGUAGE sql AS 'SELECT name FROM users';
CREATE FUNCTION by_id(whom uuid) RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS 'SELECT name FROM users WHERE id = whom';
CREATE FUNCTION held() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS 'SELECT count(*) FROM accounts';
CREATE FUNCTION closed() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM users';
ALTER FUNCTION closed() SET search_path = public, pg_temp;
REVOKE ALL ON FUNCTION closed() FROM PUBLIC;
CREATE FUNCTION bound() RETURNS text SECURITY DEFINER LANGUAGE sql RETURN 'constant';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS 'BEGIN UPDATE users SET name = name; RETURN NULL; END';
