-- expects nothing
--- policy
-- tenancy: { model: schema }
-- migrations: [{ path: db/shared, framework: flyway, scope: shared }, { path: db/migrations, framework: flyway, scope: shared }]
--- history
CREATE SCHEMA reports;
--- migration
ALTER SCHEMA reports RENAME TO report;
CREATE SCHEMA tenant_new;
ALTER SCHEMA tenant_new RENAME TO tenant_d;
