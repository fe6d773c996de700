-- expects findings
--- history
CREATE MATERIALIZED VIEW balances AS SELECT tenant_id, sum(balance) AS total FROM accounts GROUP BY tenant_id;
--- migration
REFRESH MATERIALIZED VIEW balances WITH NO DATA;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-refresh-matview warning
