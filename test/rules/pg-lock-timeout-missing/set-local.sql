-- expects nothing
--- migration
SET LOCAL lock_timeout = '2s';
ALTER TABLE accounts ADD COLUMN external_id text;
