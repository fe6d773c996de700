-- expects findings
--- migration
ALTER TABLE users ADD CONSTRAINT users_account_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id);
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-fk-without-not-valid warning fix
