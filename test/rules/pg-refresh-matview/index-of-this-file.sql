-- expects nothing
--- history
CREATE MATERIALIZED VIEW balances AS SELECT tenant_id, sum(balance) AS total FROM accounts GROUP BY tenant_id;
--- migration
CREATE UNIQUE INDEX balances_tenant_idx ON balances (tenant_id);
REFRESH MATERIALIZED VIEW CONCURRENTLY balances;
