-- expects findings
--- policy
-- version: 14
--- migration
ALTER TABLE accounts RENAME TO customers;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-rename-table warning
ALTER TABLE payments RENAME TO receipts;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-rename-table warning fix
