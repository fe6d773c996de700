-- expects nothing
--- migration
SET LOCAL lock_timeout = '2s';
ALTER TABLE invoices DROP CONSTRAINT invoices_tenant_id_account_id_fkey;
