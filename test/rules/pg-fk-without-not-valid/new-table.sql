-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, account_id uuid);
ALTER TABLE notes ADD FOREIGN KEY (account_id) REFERENCES accounts (id);
