-- expects nothing
--- policy
-- tenancy: { model: database, tenantColumn: null, tenantTable: null, setting: null, appRole: null, rls: null, sharedTables: null }
--- migration
UPDATE accounts a SET display_name = u.name FROM users u WHERE u.email = a.owner_email;
