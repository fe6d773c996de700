-- expects findings
--- history
CREATE INDEX accounts_owner_idx ON accounts (email);
--- migration
CREATE INDEX CONCURRENTLY IF NOT EXISTS accounts_owner_idx ON accounts (owner_email);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-cic-if-not-exists-invalid warning
