-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
BEGIN;
ALTER TABLE accounts DISABLE ROW LEVEL SECURITY;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-disable error
COMMIT;
BEGIN;
UPDATE accounts SET display_name = email;
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
COMMIT;
