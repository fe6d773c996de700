-- expects findings
--- history
ALTER TABLE invoices ADD CONSTRAINT invoices_note_said CHECK (note <> '');
--- migration
ALTER TABLE invoices ALTER COLUMN note TYPE varchar(400);
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rechecks-constraint warning fix
ALTER TABLE invoices ALTER COLUMN note TYPE text USING note::text;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rechecks-constraint warning fix
