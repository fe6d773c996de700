-- expects findings
--- migration
VACUUM FULL accounts;
--^^^^^^^^^^^^^^^^^^ pg-lock-timeout-missing warning fix
