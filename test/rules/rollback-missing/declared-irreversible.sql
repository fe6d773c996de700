-- expects nothing
--- migration
DELETE FROM payments WHERE amount = 0;
--- rollback
-- irreversible: the empty payments were never shown to anybody
