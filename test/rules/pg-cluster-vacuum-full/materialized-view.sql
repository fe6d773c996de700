-- expects findings
--- history
CREATE MATERIALIZED VIEW balances AS SELECT tenant_id, sum(balance) AS total FROM accounts GROUP BY tenant_id;
--- migration
VACUUM FULL balances;
--^^^^^^^^^^^^^^^^^^ pg-cluster-vacuum-full warning
