-- expects nothing
--- migration
ALTER TABLE accounts ADD COLUMN label text;
UPDATE accounts SET label = display_name;
ALTER TABLE accounts DROP COLUMN display_name;
--- rollback
ALTER TABLE accounts ADD COLUMN display_name text;
UPDATE accounts SET display_name = label;
ALTER TABLE accounts DROP COLUMN label;
