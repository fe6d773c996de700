-- expects findings
--- history
GRANT SELECT ON accounts TO app_user;
--- migration
CREATE TABLE kept AS SELECT * FROM invoice_lines;
DROP TABLE invoice_lines;
--^^^^^^^^^^^^^^^^^^^^^^ pg-drop-table info
DROP TABLE payments;
--^^^^^^^^^^^^^^^^^ pg-drop-table info
