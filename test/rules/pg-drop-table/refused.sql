-- expects findings
--- migration
DROP TABLE invoices;
--^^^^^^^^^^^^^^^^^ pg-drop-table error
