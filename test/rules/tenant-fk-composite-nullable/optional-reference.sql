-- expects findings
--- history
ALTER TABLE users ALTER COLUMN tenant_id DROP NOT NULL;
--- migration
-- MATCH FULL would refuse users without an account.
ALTER TABLE users ADD FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id) NOT VALID;
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-composite-nullable warning
