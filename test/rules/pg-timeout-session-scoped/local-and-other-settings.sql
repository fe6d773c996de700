-- expects nothing
--- migration
SET LOCAL lock_timeout = '2s';
SET LOCAL statement_timeout = '30s';
SET search_path = public;
ALTER TABLE accounts ADD COLUMN external_id text;
