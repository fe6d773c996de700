-- expects findings
--- migration
UPDATE users u
SET name = a.display_name
FROM accounts a
--   ^^^^^^^^^^ tenant-dml-missing-predicate warning fix
WHERE a.id = u.account_id AND u.name IS NULL;
