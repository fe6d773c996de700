-- expects findings
-- framework: plain
--- migration
VACUUM FULL accounts;
--^^^^^^^^^^^^^^^^^^ pg-lock-timeout-missing warning
