-- expects findings
--- migration
DELETE FROM users u
WHERE NOT EXISTS (SELECT 1 FROM accounts a WHERE a.email = u.email);
--                              ^^^^^^^^^^ tenant-dml-missing-predicate error fix
