-- expects findings
--- migration
CREATE INDEX CONCURRENTLY IF NOT EXISTS accounts_owner_idx ON accounts (owner_email);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-cic-if-not-exists-invalid warning
ALTER TABLE accounts ADD COLUMN note text;
