-- expects nothing
--- migration
ALTER TABLE accounts ALTER COLUMN balance TYPE bigint, ALTER COLUMN email SET NOT NULL;
ALTER TABLE accounts ALTER COLUMN display_name TYPE varchar, ALTER COLUMN display_name SET NOT NULL;
