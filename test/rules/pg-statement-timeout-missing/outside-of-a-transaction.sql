-- expects findings
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
SET lock_timeout = '2s';
VACUUM FULL accounts;
--^^^^^^^^^^^^^^^^^^ pg-statement-timeout-missing hint fix
