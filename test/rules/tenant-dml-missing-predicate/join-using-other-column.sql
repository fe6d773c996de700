-- expects findings
--- migration
INSERT INTO payments (tenant_id, account_id, reference, amount)
SELECT i.tenant_id, i.account_id, u.name, i.total
FROM invoices i
JOIN users u USING (account_id)
--   ^^^^^^^ tenant-dml-missing-predicate warning fix
WHERE u.name IS NOT NULL;
