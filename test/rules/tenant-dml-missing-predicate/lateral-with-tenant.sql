-- expects nothing
--- migration
UPDATE accounts a SET display_name = u.name
FROM accounts b, LATERAL (SELECT name FROM users u WHERE u.tenant_id = b.tenant_id AND u.email = b.owner_email LIMIT 1) u
WHERE b.id = a.id;
