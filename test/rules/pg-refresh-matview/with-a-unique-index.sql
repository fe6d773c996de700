-- expects findings
--- history
CREATE MATERIALIZED VIEW balances AS SELECT tenant_id, sum(balance) AS total FROM accounts GROUP BY tenant_id;
CREATE UNIQUE INDEX balances_tenant_idx ON balances (tenant_id);
--- migration
REFRESH MATERIALIZED VIEW balances;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-refresh-matview warning fix
REFRESH MATERIALIZED VIEW CONCURRENTLY balances;
