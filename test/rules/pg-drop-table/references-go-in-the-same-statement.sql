-- expects findings
--- migration
DROP TABLE invoices, invoice_lines;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-table warning
