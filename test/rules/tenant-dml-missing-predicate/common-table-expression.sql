-- expects findings
--- migration
WITH latest AS (
  SELECT u.email, max(u.name) AS name
  FROM users u
--     ^^^^^^^ tenant-dml-missing-predicate error
  GROUP BY u.email
)
UPDATE accounts a
SET display_name = latest.name
FROM latest
WHERE latest.email = a.owner_email;
