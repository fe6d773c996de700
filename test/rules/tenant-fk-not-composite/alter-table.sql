-- expects findings
--- migration
ALTER TABLE users
  ADD CONSTRAINT users_account_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) NOT VALID;
--    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-not-composite warning fix
