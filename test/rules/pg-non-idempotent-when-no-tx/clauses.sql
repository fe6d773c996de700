-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
CREATE SCHEMA reports;
--^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info fix
CREATE TABLE reports.totals (id bigint PRIMARY KEY, total numeric);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info fix
CREATE INDEX totals_total_idx ON reports.totals (total);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info fix
CREATE SEQUENCE reports.numbers;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info fix
CREATE VIEW reports.names AS SELECT id FROM accounts;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info fix
CREATE MATERIALIZED VIEW reports.counts AS SELECT count(*) FROM accounts;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info fix
ALTER TABLE accounts ADD external_id text, DROP display_name;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info fix
ALTER TABLE accounts ADD COLUMN region text, DROP CONSTRAINT accounts_plan_id_fkey;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info fix
DROP VIEW reports.names;
--^^^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info fix
SELECT 1;
UPDATE plans SET code = 'x' WHERE id = 1;
