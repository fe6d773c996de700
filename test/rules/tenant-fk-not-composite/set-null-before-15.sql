-- expects findings
--- policy
version: 14
--- migration
-- Version 14 cannot say which of the columns a deleted account empties.
ALTER TABLE users ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE SET NULL NOT VALID;
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-not-composite warning
