-- expects findings
--- migration
UPDATE accounts SET display_name = NULL;
--- rollback (linted)
UPDATE accounts a SET display_name = u.name FROM users u WHERE u.email = a.owner_email;
--                                               ^^^^^^^ tenant-dml-missing-predicate error fix
