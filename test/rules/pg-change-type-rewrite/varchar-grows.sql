-- expects nothing
--- migration
ALTER TABLE invoices ALTER COLUMN note TYPE varchar(400);
