-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, account_id uuid NOT NULL REFERENCES accounts (id));
CREATE INDEX notes_account_idx ON notes (account_id, id);
