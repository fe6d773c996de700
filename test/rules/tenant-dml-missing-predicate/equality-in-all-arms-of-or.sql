-- expects nothing
--- migration
UPDATE accounts a
SET display_name = u.name
FROM users u
WHERE (u.tenant_id = a.tenant_id AND u.email = a.owner_email) OR (a.tenant_id = u.tenant_id AND u.name = a.email);
