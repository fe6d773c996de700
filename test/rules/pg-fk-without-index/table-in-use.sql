-- expects findings
--- migration
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD CONSTRAINT users_account_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id) NOT VALID;
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-fk-without-index hint fix
