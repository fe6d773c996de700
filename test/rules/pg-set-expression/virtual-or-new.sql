-- expects nothing
--- policy
-- version: 18
--- history
ALTER TABLE invoices ADD COLUMN shout text GENERATED ALWAYS AS (upper(note)) VIRTUAL;
--- migration
ALTER TABLE invoices ALTER COLUMN shout SET EXPRESSION AS (upper(number));
CREATE TABLE notes (id bigint PRIMARY KEY, twice bigint GENERATED ALWAYS AS (id * 2) STORED);
ALTER TABLE notes ALTER COLUMN twice SET EXPRESSION AS (id * 3);
