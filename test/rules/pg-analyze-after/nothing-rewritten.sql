-- expects nothing
--- migration
ALTER TABLE invoices ALTER COLUMN note TYPE varchar(400);
ALTER TABLE invoices ALTER COLUMN note TYPE text;
ALTER TABLE invoices ALTER COLUMN total TYPE numeric;
