-- expects findings
--- history
CREATE VIEW open_payments AS SELECT id, amount FROM payments;
CREATE MATERIALIZED VIEW totals AS SELECT sum(amount) AS total FROM payments;
--- migration
ALTER TABLE open_payments RENAME TO due_payments;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-rename-view warning fix
ALTER MATERIALIZED VIEW totals RENAME TO sums;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-rename-view warning fix
