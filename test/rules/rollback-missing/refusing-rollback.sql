-- expects nothing
--- migration
DELETE FROM payments WHERE amount = 0;
--- rollback
DO $$ BEGIN RAISE EXCEPTION 'there is no way back from V0002'; END $$;
