-- expects nothing
--- history
ALTER TABLE invoices ADD CONSTRAINT invoices_note_said CHECK (note <> '') NOT VALID;
ALTER TABLE invoices ADD CONSTRAINT invoices_total_positive CHECK (total > 0);
--- migration
ALTER TABLE invoices ALTER COLUMN note TYPE varchar(400);
