-- expects nothing
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
ALTER TABLE users ADD COLUMN external_id text;
