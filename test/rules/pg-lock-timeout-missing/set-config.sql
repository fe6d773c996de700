-- expects nothing
--- migration
SELECT set_config('lock_timeout', '2s', true);
ALTER TABLE accounts ADD COLUMN external_id text;
