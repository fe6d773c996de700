-- expects nothing
--- migration
ALTER TABLE accounts ADD COLUMN draft text;
ALTER TABLE accounts DROP COLUMN draft;
--- rollback
ALTER TABLE accounts ADD COLUMN draft text;
ALTER TABLE accounts DROP COLUMN draft;
