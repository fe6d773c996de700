-- expects nothing
--- history
CREATE UNIQUE INDEX invoices_account_number_key ON invoices (tenant_id, account_id, number);
--- migration
ALTER TABLE invoices ADD CONSTRAINT invoices_account_number_key UNIQUE USING INDEX invoices_account_number_key;
