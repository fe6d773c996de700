-- What each account owes. security_invoker: the policies of whoever asks apply, not those of the view's owner,
-- and the option has to be repeated because CREATE OR REPLACE VIEW forgets it.
CREATE OR REPLACE VIEW account_balances WITH (security_invoker = true) AS
SELECT
  account.tenant_id,
  account.id AS account_id,
  account.name,
  account.currency,
  coalesce(invoiced.total, 0) AS invoiced,
  coalesce(paid.total, 0) AS paid,
  coalesce(invoiced.total, 0) - coalesce(paid.total, 0) AS balance
FROM accounts AS account
LEFT JOIN (
  SELECT tenant_id, account_id, sum(total) AS total
  FROM invoices
  WHERE status IN ('open', 'paid')
  GROUP BY tenant_id, account_id
) AS invoiced ON invoiced.tenant_id = account.tenant_id AND invoiced.account_id = account.id
LEFT JOIN (
  SELECT invoice.tenant_id, invoice.account_id, sum(payment.amount) AS total
  FROM payments AS payment
  JOIN invoices AS invoice ON invoice.tenant_id = payment.tenant_id AND invoice.id = payment.invoice_id
  WHERE payment.status = 'succeeded'
  GROUP BY invoice.tenant_id, invoice.account_id
) AS paid ON paid.tenant_id = account.tenant_id AND paid.account_id = account.id;

GRANT SELECT ON account_balances TO app_user;
