-- expects nothing
--- migration
UPDATE invoices i
SET total = (SELECT sum(l.amount) FROM invoice_lines l WHERE l.invoice_id = i.id);
