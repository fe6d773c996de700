-- expects findings
-- framework: plain
--- migration
REINDEX TABLE accounts;
--^^^^^^^^^^^^^^^^^^^^ pg-reindex-not-concurrent warning fix
