-- expects nothing
--- migration
WITH latest (tenant, email, name) AS (
  SELECT u.tenant_id, u.email, max(u.name)
  FROM users u
  GROUP BY 1, 2
)
UPDATE accounts a
SET display_name = latest.name
FROM latest
WHERE latest.email = a.owner_email AND latest.tenant = a.tenant_id;
