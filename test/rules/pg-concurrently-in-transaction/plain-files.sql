-- expects findings
-- framework: plain
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
CREATE UNIQUE INDEX CONCURRENTLY ON accounts (tenant_id, external_id);
--                  ^^^^^^^^^^^^ pg-concurrently-in-transaction error fix
