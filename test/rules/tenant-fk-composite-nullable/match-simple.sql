-- expects findings
--- history
ALTER TABLE users ALTER COLUMN tenant_id DROP NOT NULL, ALTER COLUMN account_id SET NOT NULL;
--- migration
ALTER TABLE users ADD FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id) ON DELETE CASCADE NOT VALID;
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-composite-nullable warning fix
