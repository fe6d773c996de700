-- expects findings
--- migration
ALTER TABLE accounts DROP COLUMN display_name;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rollback-loses-data warning fix
--- rollback
ALTER TABLE accounts ADD COLUMN display_name text;
