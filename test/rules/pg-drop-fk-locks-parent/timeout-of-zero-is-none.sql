-- expects findings
--- migration
SET LOCAL lock_timeout = 0;
ALTER TABLE invoices DROP CONSTRAINT invoices_tenant_id_account_id_fkey;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-fk-locks-parent info
