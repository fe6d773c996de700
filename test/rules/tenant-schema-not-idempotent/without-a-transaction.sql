-- expects nothing
--- policy
-- tenancy: { model: schema }
-- rules: { tenant-schema-not-idempotent: hint }
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY);
