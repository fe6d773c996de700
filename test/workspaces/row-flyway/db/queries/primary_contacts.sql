-- Whom to write to about an account.
SELECT account.name, contact.email, contact.phone
FROM accounts AS account
JOIN contacts AS contact ON contact.tenant_id = account.tenant_id AND contact.account_id = account.id
WHERE account.tenant_id = $1
  AND account.status = 'active'
  AND contact.is_primary
ORDER BY account.name, contact.email
LIMIT 100;
