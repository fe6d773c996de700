-- expects nothing
--- migration
ALTER TABLE payments DROP CONSTRAINT payments_tenant_id_fkey;
ALTER TABLE payments ADD FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE NOT VALID;
ALTER TABLE payments DROP CONSTRAINT payments_account_id_fkey, DROP COLUMN account_id;
ALTER TABLE invoice_lines DROP CONSTRAINT invoice_lines_invoice_id_fkey;
DROP TABLE invoices;
ALTER TABLE somewhere_else DROP CONSTRAINT whatever;
