-- expects nothing
--- migration
UPDATE accounts a
SET display_name = u.name
FROM users u
WHERE (u.tenant_id, u.email) = (a.tenant_id, a.owner_email);
