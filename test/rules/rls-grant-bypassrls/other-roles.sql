-- expects nothing
--- history
CREATE ROLE owners;
CREATE ROLE crew;
ALTER TABLE accounts OWNER TO owners;
--- migration
CREATE ROLE maintenance BYPASSRLS;
ALTER ROLE app_user LOGIN NOBYPASSRLS;
GRANT crew TO app_user;
GRANT owners TO app_user;
