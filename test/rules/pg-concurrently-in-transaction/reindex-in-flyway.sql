-- expects findings
--- migration
-- Flyway does not recognise this one, so it opens a transaction.
REINDEX INDEX CONCURRENTLY accounts_pkey;
--            ^^^^^^^^^^^^ pg-concurrently-in-transaction error fix
