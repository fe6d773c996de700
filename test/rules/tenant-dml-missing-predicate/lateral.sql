-- expects findings
--- migration
UPDATE accounts a SET display_name = u.name
FROM accounts b, LATERAL (SELECT name FROM users u WHERE u.email = b.owner_email LIMIT 1) u
--                                         ^^^^^^^ tenant-dml-missing-predicate error fix
WHERE b.id = a.id;
