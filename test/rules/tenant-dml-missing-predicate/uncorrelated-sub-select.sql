-- expects findings
--- migration
-- Every tenant's accounts get one tenant's user.
UPDATE accounts
SET owner_email = (SELECT email FROM users WHERE name = 'admin');
--                                   ^^^^^ tenant-dml-missing-predicate error fix
