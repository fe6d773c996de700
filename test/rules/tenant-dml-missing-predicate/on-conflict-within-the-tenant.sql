-- expects nothing
--- migration
INSERT INTO users AS u (tenant_id, email, name) SELECT tenant_id, owner_email, display_name FROM accounts
ON CONFLICT (tenant_id, email) DO UPDATE SET name = (
  SELECT max(a.display_name) FROM accounts a WHERE a.tenant_id = excluded.tenant_id AND a.id = u.account_id
);
