-- expects findings
--- migration
UPDATE accounts a
SET display_name = (SELECT u.name FROM users u WHERE u.email = a.owner_email LIMIT 1);
--                                     ^^^^^^^ tenant-dml-missing-predicate error fix
