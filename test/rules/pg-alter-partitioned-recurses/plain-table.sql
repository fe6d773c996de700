-- expects nothing
--- migration
ALTER TABLE accounts ADD COLUMN note text;
