-- expects findings
--- migration
SET LOCAL lock_timeout = '2s';
CLUSTER accounts USING accounts_pkey;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-cluster-vacuum-full warning
