-- expects nothing
-- framework: plain
--- migration
SET ROLE app_user;
RESET ROLE;
SET ROLE app_user;
SET ROLE NONE;
SET LOCAL ROLE app_user;
SET LOCAL SESSION AUTHORIZATION app_user;
