-- expects nothing
--- history
CREATE FUNCTION own_users() RETURNS SETOF users LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS 'SELECT * FROM users';
--- migration
CREATE OR REPLACE FUNCTION own_users() RETURNS SETOF users LANGUAGE sql AS 'SELECT * FROM users';
ALTER FUNCTION own_users() SECURITY DEFINER SET search_path = public, pg_temp;
