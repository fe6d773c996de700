-- expects nothing
--- migration
ALTER TABLE users DROP COLUMN account_id;
