-- expects findings
--- migration
INSERT INTO accounts (tenant_id, email)
SELECT t.id, 'billing@example.test'
FROM tenants t
WHERE NOT EXISTS (SELECT FROM accounts a WHERE a.email = 'billing@example.test');
--                            ^^^^^^^^^^ tenant-dml-missing-predicate error fix
