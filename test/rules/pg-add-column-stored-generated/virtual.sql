-- expects nothing
--- policy
-- version: 18
--- migration
ALTER TABLE invoices ADD COLUMN shout text GENERATED ALWAYS AS (upper(note)) VIRTUAL;
ALTER TABLE invoices ADD COLUMN whisper text GENERATED ALWAYS AS (lower(note));
