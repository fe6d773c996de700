-- expects findings
--- migration
ALTER TABLE users
  ADD COLUMN nickname text,
  ADD FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
  --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-fk-without-not-valid warning fix
  ALTER COLUMN name SET DEFAULT '';
--- rollback
ALTER TABLE users DROP COLUMN nickname, DROP CONSTRAINT users_account_id_fkey, ALTER COLUMN name DROP DEFAULT;
