-- expects nothing
--- policy
-- tenancy: { model: schema }
-- migrations: [{ path: db/shared, framework: flyway, scope: shared }, { path: db/migrations, framework: flyway, scope: shared }]
--- migration
CREATE SCHEMA tenant_42;
CREATE TABLE tenant_42.accounts (id uuid PRIMARY KEY);
