-- expects nothing
--- migration
DELETE FROM payments WHERE id NOT IN (SELECT min(id) FROM payments GROUP BY tenant_id, reference);
-- The account belongs to one tenant, and so does the group.
DELETE FROM payments WHERE id NOT IN (SELECT min(id) FROM payments GROUP BY account_id, reference);
DELETE FROM payments p USING (
  SELECT id, row_number() OVER w AS place FROM payments WINDOW w AS (PARTITION BY tenant_id, reference ORDER BY id)
) d
WHERE d.id = p.id AND d.place > 1;
UPDATE invoices i SET total = l.total
FROM (SELECT invoice_id, sum(amount) AS total FROM invoice_lines GROUP BY invoice_id) l
WHERE l.invoice_id = i.id;
-- Numbers for all rows are meant so.
UPDATE accounts a SET balance = n.place FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM accounts) n
WHERE n.id = a.id;
