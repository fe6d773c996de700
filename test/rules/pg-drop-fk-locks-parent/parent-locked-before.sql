-- expects findings
--- history
CREATE TABLE account_notes (
  id bigint PRIMARY KEY,
  account_id bigint CONSTRAINT notes_account_fkey REFERENCES accounts (id),
  checked_id bigint CONSTRAINT notes_checked_fkey REFERENCES accounts (id)
);
--- migration
ALTER TABLE account_notes DROP CONSTRAINT notes_account_fkey;
--                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-fk-locks-parent info
ALTER TABLE account_notes DROP CONSTRAINT notes_checked_fkey;
