-- expects findings
--- migration
SET LOCAL lock_timeout = '2s';
DROP TABLE invoice_lines, invoices;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-table-locks-fk-parents warning
