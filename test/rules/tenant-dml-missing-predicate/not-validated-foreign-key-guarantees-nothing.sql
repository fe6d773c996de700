-- expects findings
--- history
ALTER TABLE users ADD CONSTRAINT users_account_fkey
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id) NOT VALID;
--- migration
UPDATE users u
SET name = a.display_name
FROM accounts a
--   ^^^^^^^^^^ tenant-dml-missing-predicate warning fix
WHERE a.id = u.account_id;
