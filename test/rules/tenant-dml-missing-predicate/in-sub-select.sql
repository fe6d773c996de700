-- expects findings
--- migration
DELETE FROM users
WHERE email IN (SELECT a.owner_email FROM accounts a WHERE a.balance < 0);
--                                        ^^^^^^^^^^ tenant-dml-missing-predicate error fix
