-- expects findings
--- history
ALTER TABLE users ADD CONSTRAINT users_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE;
--- migration
ALTER TABLE users DROP CONSTRAINT users_account_fkey;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-fk info
ALTER TABLE invoices DROP CONSTRAINT invoices_tenant_id_account_id_fkey;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-fk warning
ALTER TABLE payments DROP CONSTRAINT payments_tenant_id_fkey;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-fk info
