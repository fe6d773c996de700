-- expects nothing
--- history
CREATE ROLE maintenance;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE MATERIALIZED VIEW mails AS SELECT tenant_id, email FROM users;
GRANT SELECT ON mails TO app_user;
--- migration
GRANT SELECT ON mails TO app_user;
CREATE MATERIALIZED VIEW names AS SELECT name FROM users;
GRANT SELECT ON names TO maintenance;
CREATE MATERIALIZED VIEW lines AS SELECT amount FROM invoice_lines;
CREATE MATERIALIZED VIEW none AS SELECT email FROM accounts;
GRANT SELECT ON lines, none TO app_user;
CREATE MATERIALIZED VIEW brief AS SELECT name FROM users;
GRANT SELECT ON brief TO app_user;
REVOKE ALL ON brief FROM app_user;
