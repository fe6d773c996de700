-- expects findings
--- migration
REFRESH MATERIALIZED VIEW balances;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-refresh-matview warning
REFRESH MATERIALIZED VIEW CONCURRENTLY other_balances;
