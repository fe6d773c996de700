-- expects nothing
--- history
ALTER TABLE invoices ADD CONSTRAINT invoices_note_said CHECK (note <> '');
--- migration
ALTER TABLE invoices
  DROP CONSTRAINT invoices_note_said,
  ALTER COLUMN note TYPE varchar(400),
  ADD CONSTRAINT invoices_note_said CHECK (note <> '') NOT VALID;
