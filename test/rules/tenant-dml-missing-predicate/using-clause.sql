-- expects nothing
--- migration
INSERT INTO payments (tenant_id, account_id, amount)
SELECT tenant_id, i.account_id, i.total
FROM invoices i
JOIN accounts a USING (tenant_id)
WHERE a.id = i.account_id;
