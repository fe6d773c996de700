-- expects nothing
--- migration
TRUNCATE plans CASCADE;
