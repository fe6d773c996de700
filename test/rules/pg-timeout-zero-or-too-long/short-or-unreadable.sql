-- expects nothing
--- migration
SET LOCAL lock_timeout = 10000;
ALTER TABLE accounts ADD COLUMN external_id text;
SET LOCAL lock_timeout = :'timeout';
ALTER TABLE users ADD COLUMN external_id text;
