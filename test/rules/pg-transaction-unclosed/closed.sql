-- expects nothing
-- framework: plain
--- migration
BEGIN;
ALTER TABLE accounts ADD COLUMN external_id text;
END;
