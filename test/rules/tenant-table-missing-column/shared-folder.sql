-- expects nothing
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, scope: shared }]
--- migration
CREATE TABLE currencies (code text PRIMARY KEY);
