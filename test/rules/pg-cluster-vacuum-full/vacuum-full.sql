-- expects findings
--- migration
VACUUM FULL accounts;
--^^^^^^^^^^^^^^^^^^ pg-cluster-vacuum-full warning
VACUUM (FULL, ANALYZE) users, invoices;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-cluster-vacuum-full warning
