-- expects nothing
--- history
CREATE ROLE reporting BYPASSRLS;
CREATE MATERIALIZED VIEW balances AS SELECT tenant_id, sum(balance) FROM accounts GROUP BY tenant_id WITH NO DATA;
ALTER MATERIALIZED VIEW balances OWNER TO reporting;
--- migration
REFRESH MATERIALIZED VIEW balances;
REFRESH MATERIALIZED VIEW balances WITH NO DATA;
CREATE TABLE mails AS SELECT email FROM users;
COPY accounts (tenant_id, email) FROM STDIN;
CREATE TABLE shape AS SELECT email FROM accounts WITH NO DATA;
SET LOCAL app.tenant_id = '00000000-0000-4000-8000-00000000000a';
CREATE TABLE own AS SELECT email FROM accounts;
