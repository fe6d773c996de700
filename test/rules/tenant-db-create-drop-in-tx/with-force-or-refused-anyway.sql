-- expects nothing
--- policy
-- tenancy: { model: database }
-- migrations: [{ path: db/migrations, framework: flyway, scope: shared, transaction: none }]
--- migration
DROP DATABASE tenant_42 WITH (FORCE);
BEGIN;
DROP DATABASE tenant_43;
COMMIT;
