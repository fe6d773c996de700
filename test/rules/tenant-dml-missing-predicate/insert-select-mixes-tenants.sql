-- expects findings
--- migration
INSERT INTO payments (tenant_id, account_id, reference, amount)
SELECT a.tenant_id, a.id, i.number, i.total
FROM accounts a
JOIN invoices i ON i.note = a.email;
--   ^^^^^^^^^^ tenant-dml-missing-predicate error fix
