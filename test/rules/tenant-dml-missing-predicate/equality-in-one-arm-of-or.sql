-- expects findings
--- migration
UPDATE accounts a
SET display_name = u.name
FROM users u
--   ^^^^^^^ tenant-dml-missing-predicate error fix
WHERE (u.tenant_id = a.tenant_id AND u.name IS NOT NULL) OR u.email = a.owner_email;
