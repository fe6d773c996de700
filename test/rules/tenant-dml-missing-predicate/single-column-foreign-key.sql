-- expects findings
--- migration
UPDATE payments p
SET reference = a.display_name
FROM accounts a
--   ^^^^^^^^^^ tenant-dml-missing-predicate info fix
WHERE a.id = p.account_id;
