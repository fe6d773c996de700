-- expects findings
--- migration
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS accounts_owner_key ON accounts (tenant_id, owner_email);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-cic-if-not-exists-invalid warning fix
