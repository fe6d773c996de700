-- expects nothing
-- A limit of zero is pg-timeout-zero-or-too-long's.
--- migration
SET LOCAL lock_timeout = 0;
ALTER TABLE accounts ADD COLUMN external_id text;
