-- expects findings
--- migration
ALTER TABLE invoices ADD CONSTRAINT invoices_number_exclusion EXCLUDE USING btree (number WITH =);
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-exclusion-constraint warning
