-- expects nothing
--- migration
-- a is of the tenant of i by the composite key, and u by its comparison with a.
UPDATE invoices i SET note = u.name FROM accounts a, users u
WHERE a.id = i.account_id AND u.tenant_id = a.tenant_id AND u.email = i.note;
DELETE FROM users u USING accounts a JOIN invoices i USING (tenant_id) WHERE i.tenant_id = u.tenant_id AND a.email = u.email;
