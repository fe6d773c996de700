-- expects nothing
--- migration
UPDATE accounts a
SET display_name = (SELECT max(u.name) FROM users u WHERE u.tenant_id = a.tenant_id AND u.email = a.email)
WHERE EXISTS (SELECT FROM users u WHERE u.tenant_id = a.tenant_id AND u.email = a.email);

DELETE FROM users
WHERE (tenant_id, email) IN (SELECT tenant_id, owner_email FROM accounts);
