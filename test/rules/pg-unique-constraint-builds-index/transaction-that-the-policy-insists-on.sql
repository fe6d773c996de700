-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: per-file }]
--- migration
ALTER TABLE invoices ADD UNIQUE (tenant_id, note);
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-unique-constraint-builds-index warning
