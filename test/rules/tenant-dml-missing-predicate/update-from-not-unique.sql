-- expects findings
--- migration
UPDATE payments p
SET reference = i.number
FROM invoices i
--   ^^^^^^^^^^ tenant-dml-missing-predicate error fix
WHERE i.note = p.reference;
