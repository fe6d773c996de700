-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-no-force info
UPDATE accounts SET display_name = email;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
