-- expects findings
--- history
CREATE INDEX accounts_owner_idx ON accounts (owner_email) WHERE owner_email <> '';
--- migration
CREATE INDEX CONCURRENTLY accounts_owner_idx2 ON accounts (owner_email) WHERE owner_email <> '';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-duplicate-or-prefix-index hint
