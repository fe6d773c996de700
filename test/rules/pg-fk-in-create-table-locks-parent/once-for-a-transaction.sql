-- expects findings
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, account_id uuid NOT NULL, FOREIGN KEY (account_id) REFERENCES accounts (id));
--                                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-fk-in-create-table-locks-parent info
CREATE TABLE remarks (id bigint PRIMARY KEY, account_id uuid NOT NULL REFERENCES accounts (id));
