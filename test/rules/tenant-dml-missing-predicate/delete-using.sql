-- expects findings
--- migration
DELETE FROM users u
USING accounts a
--    ^^^^^^^^^^ tenant-dml-missing-predicate error fix
WHERE a.email = u.email AND a.balance < 0;
