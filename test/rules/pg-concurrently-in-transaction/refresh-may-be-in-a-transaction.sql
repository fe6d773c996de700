-- expects nothing
--- history
CREATE MATERIALIZED VIEW totals AS SELECT id, balance FROM accounts;
CREATE UNIQUE INDEX ON totals (id);
--- migration
REFRESH MATERIALIZED VIEW CONCURRENTLY totals;
SELECT 1;
