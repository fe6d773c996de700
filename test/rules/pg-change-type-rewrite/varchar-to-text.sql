-- expects nothing
--- migration
ALTER TABLE invoices ALTER COLUMN note TYPE text;
