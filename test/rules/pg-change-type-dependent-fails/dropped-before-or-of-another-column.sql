-- expects nothing
--- history
CREATE VIEW noted AS SELECT id, note FROM invoices;
CREATE INDEX invoices_note ON invoices (note);
--- migration
DROP VIEW noted;
ALTER TABLE invoices ALTER COLUMN note TYPE text;
CREATE VIEW noted AS SELECT id, note FROM invoices;
ALTER TABLE accounts ALTER COLUMN display_name TYPE varchar;
