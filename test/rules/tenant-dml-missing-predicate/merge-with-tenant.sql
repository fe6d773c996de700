-- expects nothing
--- migration
MERGE INTO accounts a
USING users u ON u.tenant_id = a.tenant_id AND u.email = a.owner_email
WHEN MATCHED THEN UPDATE SET display_name = u.name
WHEN NOT MATCHED THEN INSERT (tenant_id, email) VALUES (u.tenant_id, u.email);
