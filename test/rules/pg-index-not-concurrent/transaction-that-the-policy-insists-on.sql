-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: per-file }]
--- migration
CREATE INDEX accounts_plan_idx ON accounts (plan_id);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-index-not-concurrent warning
