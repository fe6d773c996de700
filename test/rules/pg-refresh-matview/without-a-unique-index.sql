-- expects findings
--- history
CREATE MATERIALIZED VIEW balances AS SELECT tenant_id, sum(balance) AS total FROM accounts GROUP BY tenant_id;
CREATE INDEX balances_tenant_idx ON balances (tenant_id);
CREATE UNIQUE INDEX balances_some_idx ON balances (tenant_id) WHERE total > 0;
CREATE UNIQUE INDEX balances_text_idx ON balances ((tenant_id::text));
--- migration
REFRESH MATERIALIZED VIEW balances;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-refresh-matview warning
REFRESH MATERIALIZED VIEW CONCURRENTLY balances;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-refresh-matview error
