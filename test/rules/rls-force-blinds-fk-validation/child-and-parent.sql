-- expects findings
--- history
ALTER TABLE users ADD CONSTRAINT users_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) NOT VALID;
--- migration
ALTER TABLE accounts ADD FOREIGN KEY (parent_id) REFERENCES accounts (id);
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-force-blinds-fk-validation warning fix
ALTER TABLE users VALIDATE CONSTRAINT users_account_fkey;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-force-blinds-fk-validation warning fix
