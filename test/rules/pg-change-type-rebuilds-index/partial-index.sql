-- expects findings
--- history
CREATE INDEX invoices_open ON invoices (number) WHERE note IS NULL;
--- migration
ALTER TABLE invoices ALTER COLUMN note TYPE varchar(400);
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rebuilds-index warning
