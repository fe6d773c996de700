-- expects findings
--- migration
ALTER TABLE invoices
  ALTER COLUMN number SET DEFAULT '',
  ALTER COLUMN note TYPE varchar(100);
  --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-change-type-rewrite warning
