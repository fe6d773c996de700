-- expects nothing
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
VACUUM FULL accounts;
