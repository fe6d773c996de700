-- expects nothing
--- migration
CREATE ROLE reporting;
ALTER ROLE reporting SET statement_timeout = '5min';
ALTER ROLE app_user NOINHERIT;
SET statement_timeout = '1min';
