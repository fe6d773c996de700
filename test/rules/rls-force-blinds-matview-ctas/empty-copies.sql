-- expects findings
--- history
CREATE VIEW names AS SELECT display_name FROM accounts;
CREATE MATERIALIZED VIEW balances AS SELECT tenant_id, sum(balance) FROM accounts GROUP BY tenant_id WITH NO DATA;
--- migration
REFRESH MATERIALIZED VIEW balances;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-force-blinds-matview-ctas warning fix
SELECT * INTO names_backup FROM names;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-force-blinds-matview-ctas warning fix
COPY accounts (email) TO '/tmp/mails';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-force-blinds-matview-ctas warning fix
COPY (SELECT email FROM accounts) TO STDOUT;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-force-blinds-matview-ctas warning fix
