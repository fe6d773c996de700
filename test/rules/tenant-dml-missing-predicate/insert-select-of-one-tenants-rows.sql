-- expects findings
--- migration
-- Every invoice of every tenant becomes a payment of one tenant.
INSERT INTO payments (tenant_id, account_id, amount)
SELECT '8f0bd0f2-0000-4000-8000-000000000001', i.account_id, i.total
FROM invoices i;
--   ^^^^^^^^^^ tenant-dml-missing-predicate error fix
