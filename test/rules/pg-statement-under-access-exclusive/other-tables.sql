-- expects findings
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
SELECT count(*) FROM invoices;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-statement-under-access-exclusive warning
CREATE TABLE totals AS SELECT account_id, sum(total) AS total FROM invoices GROUP BY account_id;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-statement-under-access-exclusive warning
CREATE INDEX users_account_idx ON users (account_id);
ANALYZE invoices;
