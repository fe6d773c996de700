-- expects nothing
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
BEGIN;
ALTER TABLE users ADD CONSTRAINT users_name_check CHECK (name <> '') NOT VALID;
COMMIT;
ALTER TABLE users VALIDATE CONSTRAINT users_name_check;
