-- expects nothing
--- migration
ALTER TABLE accounts ADD COLUMN kind text;
--- rollback
DO $$ DECLARE statement text; BEGIN SELECT note INTO statement FROM invoices LIMIT 1; EXECUTE statement; END $$;
