-- expects nothing
--- migration
ALTER TABLE accounts ALTER COLUMN balance TYPE bigint;
