-- expects nothing
--- migration
ALTER ROLE app_user SET statement_timeout = '5min';
--- rollback (linted)
ALTER ROLE app_user RESET statement_timeout;
