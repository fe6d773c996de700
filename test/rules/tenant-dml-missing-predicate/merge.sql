-- expects findings
--- migration
MERGE INTO accounts a
USING users u ON u.email = a.owner_email
--    ^^^^^^^ tenant-dml-missing-predicate error fix
WHEN MATCHED THEN UPDATE SET display_name = u.name;
