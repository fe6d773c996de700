-- expects findings
--- migration
-- An address is unique only within a tenant: the name of another tenant's user may win.
UPDATE accounts a
SET display_name = u.name
FROM users u
--   ^^^^^^^ tenant-dml-missing-predicate error fix
WHERE u.email = a.owner_email;
