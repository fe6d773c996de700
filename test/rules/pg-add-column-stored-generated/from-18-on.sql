-- expects findings
--- policy
-- version: 18
--- migration
ALTER TABLE invoices ADD COLUMN shout text GENERATED ALWAYS AS (upper(note)) STORED, ADD COLUMN other text;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-stored-generated warning fix
ALTER TABLE invoices ADD COLUMN whisper text GENERATED ALWAYS AS (lower(note)) STORED UNIQUE;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-stored-generated warning
