-- expects findings
--- policy
-- version: 14
-- tenancy: { model: database }
--- migration
CREATE UNIQUE INDEX ON accounts (email) NULLS NOT DISTINCT;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-db-version-skew error no fix
ALTER TABLE accounts ADD CONSTRAINT accounts_balance CHECK (balance >= 0) NOT ENFORCED;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-db-version-skew error no fix
CREATE VIEW emails WITH (security_invoker = true) AS SELECT email FROM accounts;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-db-version-skew error no fix
ALTER TABLE accounts ADD COLUMN token uuid DEFAULT uuidv7();
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-db-version-skew error no fix
