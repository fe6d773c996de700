-- expects nothing
--- migration
-- Each tenant gets rows of its own; plans belong to nobody.
INSERT INTO accounts (tenant_id, plan_id, email)
SELECT t.id, p.id, 'billing@example.test'
FROM tenants t
CROSS JOIN plans p
WHERE NOT EXISTS (
  SELECT FROM accounts a WHERE a.tenant_id = t.id AND a.email = 'billing@example.test'
);
