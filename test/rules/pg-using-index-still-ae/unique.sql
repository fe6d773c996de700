-- expects findings
--- history
CREATE UNIQUE INDEX invoices_number_key ON invoices (tenant_id, account_id, number);
--- migration
ALTER TABLE invoices ADD CONSTRAINT invoices_number_key UNIQUE USING INDEX invoices_number_key;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-using-index-still-ae info
