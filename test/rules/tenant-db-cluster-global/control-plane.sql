-- expects nothing
--- policy
-- tenancy: { model: database }
-- migrations: [{ path: db/migrations, framework: flyway, scope: shared }]
--- migration
CREATE ROLE reporting;
