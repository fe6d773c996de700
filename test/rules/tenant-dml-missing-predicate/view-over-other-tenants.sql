-- expects findings
--- history
CREATE VIEW named_users AS SELECT tenant_id, email, name FROM users WHERE name IS NOT NULL;
CREATE VIEW names (address, called) AS SELECT email, name FROM named_users;
--- migration
UPDATE accounts a SET display_name = n.name
FROM named_users n
--   ^^^^^^^^^^^^^ tenant-dml-missing-predicate error fix
WHERE n.email = a.owner_email;
-- It shows no tenant at all.
UPDATE accounts a SET display_name = n.called
FROM names n
--   ^^^^^^^ tenant-dml-missing-predicate error
WHERE n.address = a.owner_email;
