-- The balance of every account, biggest debt first.
SELECT account_id, name, currency, invoiced, paid, balance
FROM account_balances
WHERE tenant_id = $1
ORDER BY balance DESC, account_id
LIMIT 50;
