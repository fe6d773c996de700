-- What is due and not paid, oldest first.
SELECT invoice.id, invoice.number, account.name, invoice.due_on, invoice.total, invoice.currency
FROM invoices AS invoice
JOIN accounts AS account ON account.tenant_id = invoice.tenant_id AND account.id = invoice.account_id
WHERE invoice.tenant_id = $1
  AND invoice.status = 'open'
ORDER BY invoice.due_on, invoice.number
LIMIT 100;
