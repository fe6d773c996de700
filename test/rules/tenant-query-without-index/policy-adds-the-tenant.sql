-- expects findings
--- policy
-- fixtures: { queries: db/queries/*.sql }
--- file db/queries/accounts.sql
-- SELECT id FROM accounts WHERE nickname = $2;
--- migration
ALTER TABLE accounts ADD COLUMN nickname text;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-query-without-index info fix
