-- expects nothing
--- policy
-- tenancy: { model: database, tenantColumn: null, tenantTable: null, setting: null, appRole: null, rls: null, sharedTables: null }
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY);
