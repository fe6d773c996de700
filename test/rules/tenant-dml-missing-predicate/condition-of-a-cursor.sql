-- expects findings
--- migration
-- Nothing can be added to WHERE CURRENT OF.
UPDATE accounts a SET display_name = u.name FROM users u WHERE CURRENT OF chosen;
--                                               ^^^^^^^ tenant-dml-missing-predicate error
