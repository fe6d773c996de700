-- expects findings
--- migration
ALTER TABLE invoices ADD COLUMN discount integer CHECK (discount >= 0);
--                                               ^^^^^^^^^^^^^^^^^^^^^ pg-add-column-inline-check warning fix
ALTER TABLE invoices
  ADD COLUMN cents integer NOT NULL DEFAULT 0 CONSTRAINT cents_positive CHECK (cents >= 0),
--                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-inline-check warning fix
  ADD COLUMN other text;
--- rollback
ALTER TABLE invoices DROP COLUMN other, DROP COLUMN cents;
ALTER TABLE invoices DROP COLUMN discount;
