-- expects nothing
--- migration
UPDATE accounts SET display_name = lower(email) WHERE display_name IS NULL;
DELETE FROM payments WHERE amount = 0;
