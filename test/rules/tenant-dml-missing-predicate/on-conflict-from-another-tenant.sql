-- expects findings
--- migration
INSERT INTO users (tenant_id, email, name) SELECT tenant_id, owner_email, display_name FROM accounts
ON CONFLICT (tenant_id, email) DO UPDATE SET name = (
  SELECT max(a.display_name)
  FROM accounts a
--     ^^^^^^^^^^ tenant-dml-missing-predicate error fix
  WHERE a.email = excluded.email
);
