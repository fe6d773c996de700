-- expects nothing
--- migration
ALTER TABLE accounts ALTER COLUMN balance TYPE bigint;
--- file db/migrations/V0009__analyze.sql
-- VACUUM (ANALYZE) accounts;
