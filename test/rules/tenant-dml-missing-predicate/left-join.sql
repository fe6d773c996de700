-- expects findings
--- migration
-- The comparison belongs into ON: in WHERE it would drop the accounts without a user.
INSERT INTO payments (tenant_id, account_id, reference, amount)
SELECT a.tenant_id, a.id, u.name, 0
FROM accounts a
LEFT JOIN users u ON u.email = a.owner_email
--        ^^^^^^^ tenant-dml-missing-predicate error fix
WHERE a.balance > 0;
