-- expects nothing
--- migration
LOCK TABLE accounts NOWAIT;
ALTER TABLE accounts ADD COLUMN external_id text;
