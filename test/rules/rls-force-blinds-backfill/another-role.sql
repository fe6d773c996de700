-- expects nothing
--- migration
SET LOCAL ROLE app_user;
UPDATE accounts SET display_name = email;
