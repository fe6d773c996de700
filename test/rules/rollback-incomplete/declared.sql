-- expects nothing
--- migration
CREATE EXTENSION citext;
--- rollback
-- irreversible: others may use the extension by now
SELECT 1;
