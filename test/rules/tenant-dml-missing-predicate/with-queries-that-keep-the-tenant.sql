-- expects nothing
--- migration
WITH named AS (
  SELECT tenant_id, email, name FROM users WHERE name IS NOT NULL
), latest AS (
  SELECT tenant_id AS whose, email, max(name) AS name FROM named GROUP BY tenant_id, email
)
UPDATE accounts a
SET display_name = latest.name
FROM latest
WHERE latest.email = a.owner_email AND latest.whose = a.tenant_id;

WITH moved AS (DELETE FROM payments WHERE amount < 0 RETURNING tenant_id, account_id, amount),
  summed AS (SELECT tenant_id, account_id, sum(amount) AS total FROM moved GROUP BY 1, 2)
UPDATE accounts a SET balance = balance + s.total FROM summed s WHERE s.account_id = a.id AND s.tenant_id = a.tenant_id;
