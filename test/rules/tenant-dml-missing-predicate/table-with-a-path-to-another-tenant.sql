-- expects findings
--- migration
UPDATE invoices i
SET total = (SELECT sum(l.amount) FROM invoice_lines l WHERE l.line = i.total);
--                                     ^^^^^^^^^^^^^^^ tenant-dml-missing-predicate error
