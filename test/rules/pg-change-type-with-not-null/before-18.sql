-- expects findings
--- migration
ALTER TABLE invoices
  ALTER COLUMN note TYPE varchar(400),
  ALTER COLUMN note SET NOT NULL;
  --^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-with-not-null warning fix
--- rollback
ALTER TABLE invoices ALTER COLUMN note DROP NOT NULL, ALTER COLUMN note TYPE varchar(200);
