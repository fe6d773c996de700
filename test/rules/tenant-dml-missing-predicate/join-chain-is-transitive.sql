-- expects nothing
--- migration
-- users and accounts are tied to invoices, and so to each other.
UPDATE invoices i
SET note = u.name
FROM accounts a
JOIN users u ON u.tenant_id = a.tenant_id AND u.email = a.owner_email
WHERE a.tenant_id = i.tenant_id AND a.id = i.account_id;
