-- expects nothing
--- migration
ALTER TABLE invoices ALTER COLUMN note TYPE varchar(400), ALTER COLUMN total SET NOT NULL;
ALTER TABLE invoices ALTER COLUMN note TYPE varchar(10), ALTER COLUMN note SET NOT NULL;
ALTER TABLE invoices ALTER COLUMN number TYPE varchar, ALTER COLUMN number SET NOT NULL;
CREATE TABLE notes (id bigint PRIMARY KEY, body varchar(20));
ALTER TABLE notes ALTER COLUMN body TYPE text, ALTER COLUMN body SET NOT NULL;
