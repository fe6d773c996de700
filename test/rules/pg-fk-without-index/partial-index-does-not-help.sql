-- expects findings
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, account_id uuid REFERENCES accounts (id));
--                                                         ^^^^^^^^^^^^^^^^^^^^^^^^ pg-fk-without-index hint fix
CREATE INDEX notes_account_idx ON notes (account_id) WHERE id > 100;
