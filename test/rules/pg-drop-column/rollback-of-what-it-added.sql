-- expects nothing
--- migration
ALTER TABLE accounts ADD COLUMN status text;
--- rollback (linted)
ALTER TABLE accounts DROP COLUMN status;
