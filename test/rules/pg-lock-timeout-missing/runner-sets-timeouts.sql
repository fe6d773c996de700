-- expects nothing
--- policy
-- runner: { setsTimeouts: true }
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
