-- expects nothing
--- migration
-- invoices (tenant_id, account_id) references accounts (tenant_id, id), and accounts.id is unique: the join finds the
-- very account that the key points to.
UPDATE invoices i
SET note = a.display_name
FROM accounts a
WHERE a.id = i.account_id;
