-- expects findings
--- migration
-- Both have the same plan, which says nothing of their tenants.
UPDATE accounts a
SET display_name = b.display_name
FROM plans p
JOIN accounts b ON b.plan_id = p.id
--   ^^^^^^^^^^ tenant-dml-missing-predicate error fix
WHERE p.id = a.plan_id;
