-- expects nothing
--- policy
-- tenancy: { sharedTables: [plans, currencies] }
--- migration
CREATE TABLE currencies (code text PRIMARY KEY, tenant_id uuid);
