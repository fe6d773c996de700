-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
ALTER TABLE accounts DISABLE ROW LEVEL SECURITY;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-disable error
UPDATE accounts SET display_name = email;
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
