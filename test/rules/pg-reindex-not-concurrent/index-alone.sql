-- expects findings
--- history
CREATE INDEX accounts_owner_idx ON accounts (owner_email);
--- migration
REINDEX INDEX accounts_owner_idx;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-reindex-not-concurrent warning fix
