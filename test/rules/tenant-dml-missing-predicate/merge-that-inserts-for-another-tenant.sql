-- expects findings
--- migration
MERGE INTO accounts a
USING users u ON u.tenant_id = a.tenant_id AND u.email = a.email
--    ^^^^^^^ tenant-dml-missing-predicate error
WHEN NOT MATCHED THEN INSERT (tenant_id, email) VALUES ('8f0bd0f2-0000-4000-8000-000000000001', u.email);
