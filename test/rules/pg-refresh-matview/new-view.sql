-- expects nothing
--- migration
CREATE MATERIALIZED VIEW balances AS SELECT tenant_id FROM accounts WITH NO DATA;
REFRESH MATERIALIZED VIEW balances;
