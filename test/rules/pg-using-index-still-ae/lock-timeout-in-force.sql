-- expects nothing
--- history
CREATE UNIQUE INDEX invoices_number_key ON invoices (tenant_id, account_id, number);
--- migration
SET LOCAL lock_timeout = '2s';
ALTER TABLE invoices ADD CONSTRAINT invoices_number_key UNIQUE USING INDEX invoices_number_key;
