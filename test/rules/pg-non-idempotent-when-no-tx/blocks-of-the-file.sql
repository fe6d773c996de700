-- expects findings
-- framework: plain
--- migration
BEGIN;
CREATE TABLE regions (id bigint PRIMARY KEY);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info fix
CREATE TABLE districts (id bigint PRIMARY KEY);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-non-idempotent-when-no-tx info fix
COMMIT;
BEGIN;
CREATE TABLE streets (id bigint PRIMARY KEY);
CREATE TABLE houses (id bigint PRIMARY KEY);
COMMIT;
