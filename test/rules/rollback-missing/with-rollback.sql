-- expects nothing
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
--- rollback
ALTER TABLE accounts DROP COLUMN external_id;
