-- expects nothing
--- migration
ALTER TABLE users ADD FOREIGN KEY (account_id) REFERENCES accounts (id) NOT VALID;
