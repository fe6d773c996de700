-- expects findings
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
CREATE INDEX CONCURRENTLY accounts_external_idx ON accounts (external_id);
--           ^^^^^^^^^^^^ pg-concurrently-in-transaction error fix
--- rollback
DROP INDEX accounts_external_idx;
ALTER TABLE accounts DROP COLUMN external_id;
