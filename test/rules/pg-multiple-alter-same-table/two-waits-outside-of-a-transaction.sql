-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
ALTER TABLE accounts ADD COLUMN region text;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-multiple-alter-same-table hint fix
