-- expects nothing
--- migration
ALTER TABLE users ADD FOREIGN KEY (account_id) REFERENCES accounts (id) NOT VALID;
ALTER TABLE accounts ADD FOREIGN KEY (parent_id) REFERENCES accounts (id) NOT VALID;
