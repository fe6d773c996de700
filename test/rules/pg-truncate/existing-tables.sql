-- expects findings
--- migration
TRUNCATE payments, users RESTART IDENTITY;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-truncate warning
CREATE TABLE kept AS SELECT * FROM invoice_lines;
TRUNCATE TABLE ONLY invoice_lines;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-truncate info
