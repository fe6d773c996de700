-- expects nothing
--- migration
UPDATE accounts a
SET display_name = u.name
FROM users u
WHERE u.email = a.owner_email AND u.tenant_id = a.tenant_id;
