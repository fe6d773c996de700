-- expects findings
--- history
ALTER TABLE users ADD CONSTRAINT users_account_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id) NOT VALID;
--- migration
ALTER TABLE accounts DROP COLUMN display_name;
ALTER TABLE users VALIDATE CONSTRAINT users_account_fkey;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-validate-while-writes-blocked warning fix
