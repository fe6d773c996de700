-- expects findings
--- migration
CREATE TABLE notes (
  id bigint PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts (id),
--                         ^^^^^^^^^^^^^^^^^^^^^^^^ pg-fk-in-create-table-locks-parent info
  body text
);
