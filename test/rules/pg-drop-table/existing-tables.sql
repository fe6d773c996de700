-- expects findings
--- migration
DROP TABLE payments, invoice_lines;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-table warning
DROP TABLE unknown_to_history;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-table warning
