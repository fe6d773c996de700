-- expects nothing
--- migration
UPDATE accounts a
SET display_name = u.name
FROM users u
WHERE u.email = a.owner_email
  AND a.tenant_id = current_setting('app.tenant_id')::uuid
  AND u.tenant_id = current_setting('app.tenant_id')::uuid;
