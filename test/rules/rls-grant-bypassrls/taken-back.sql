-- expects nothing
--- history
CREATE ROLE maintenance BYPASSRLS;
--- migration
ALTER ROLE app_user BYPASSRLS;
UPDATE accounts SET balance = 0;
ALTER ROLE app_user NOBYPASSRLS;
GRANT maintenance TO app_user;
REVOKE maintenance FROM app_user;
