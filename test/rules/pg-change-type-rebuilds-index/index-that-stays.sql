-- expects nothing
--- history
CREATE INDEX invoices_note ON invoices (note, number);
CREATE INDEX invoices_other ON invoices (number) WHERE total IS NULL;
--- migration
ALTER TABLE invoices ALTER COLUMN note TYPE varchar(400);
ALTER TABLE invoices ALTER COLUMN note TYPE text;
