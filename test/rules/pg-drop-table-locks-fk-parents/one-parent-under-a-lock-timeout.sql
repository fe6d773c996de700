-- expects nothing
--- migration
SET LOCAL lock_timeout = '2s';
DROP TABLE invoice_lines;
