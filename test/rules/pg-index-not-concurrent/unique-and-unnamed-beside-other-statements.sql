-- expects findings
--- migration
SET LOCAL lock_timeout = '2s';
ALTER TABLE accounts ADD COLUMN external_id text;
CREATE UNIQUE INDEX ON accounts (tenant_id, external_id);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-index-not-concurrent warning fix
