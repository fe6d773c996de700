-- expects findings
--- migration
WITH named AS (
  SELECT tenant_id, email, name
  FROM users
--     ^^^^^ tenant-dml-missing-predicate error
) , latest AS (
  SELECT email, max(name) AS name FROM named GROUP BY email
)
UPDATE accounts a
SET display_name = latest.name
FROM latest
WHERE latest.email = a.owner_email;
