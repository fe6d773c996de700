-- expects nothing
-- framework: plain
--- migration
BEGIN;
ALTER TABLE accounts ADD COLUMN external_id text;
COMMIT;
UPDATE accounts SET external_id = email;
