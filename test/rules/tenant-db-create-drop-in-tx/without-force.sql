-- expects findings
--- policy
-- tenancy: { model: database }
-- migrations: [{ path: db/migrations, framework: flyway, scope: shared, transaction: none }]
--- migration
DROP DATABASE tenant_42;
--^^^^^^^^^^^^^^^^^^^^^ tenant-db-create-drop-in-tx info fix
DROP DATABASE IF EXISTS tenant_43;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-db-create-drop-in-tx info fix
