-- expects nothing
--- migration
ALTER TABLE accounts DROP COLUMN owner_email;
--- rollback
ALTER TABLE accounts ADD COLUMN owner_email text;
