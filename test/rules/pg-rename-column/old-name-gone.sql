-- expects findings
--- history
CREATE VIEW open_payments AS SELECT id, amount FROM payments;
--- migration
ALTER TABLE accounts RENAME display_name TO full_name;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-rename-column warning
ALTER VIEW open_payments RENAME COLUMN amount TO due;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-rename-column warning
ALTER TABLE unknown_to_history RENAME COLUMN one TO two;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-rename-column warning
