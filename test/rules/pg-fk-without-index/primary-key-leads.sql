-- expects nothing
--- migration
CREATE TABLE notes (account_id uuid REFERENCES accounts (id), line integer, PRIMARY KEY (account_id, line));
