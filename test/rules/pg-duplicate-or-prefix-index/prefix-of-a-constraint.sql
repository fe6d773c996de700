-- expects findings
--- migration
SET lock_timeout = '2s';
CREATE INDEX accounts_tenant_idx ON accounts (tenant_id);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-duplicate-or-prefix-index hint fix
--- rollback
DROP INDEX accounts_tenant_idx;
