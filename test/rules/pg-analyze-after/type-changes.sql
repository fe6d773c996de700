-- expects findings
--- migration
ALTER TABLE invoices ALTER COLUMN note TYPE varchar(100), ALTER COLUMN total TYPE float8;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-analyze-after hint fix
ALTER TABLE accounts ALTER COLUMN balance TYPE bigint;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-analyze-after hint fix
ALTER TABLE users ALTER COLUMN name TYPE varchar(80);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-analyze-after hint fix
ANALYZE invoice_lines;
