-- expects nothing
--- migration
BEGIN;
ALTER TABLE accounts ADD COLUMN external_id text;
COMMIT;
