-- expects nothing
--- history
ALTER TABLE invoices ADD CONSTRAINT invoices_note_said CHECK (note <> '');
CREATE INDEX invoices_open ON invoices (number) WHERE note IS NULL;
--- migration
ALTER TABLE invoices ALTER COLUMN note TYPE varchar(400);
ALTER TABLE invoices ALTER COLUMN note TYPE varchar(10);
