-- expects findings
-- framework: plain
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;

CREATE INDEX accounts_external_idx ON accounts (external_id);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-index-not-concurrent warning fix

UPDATE accounts SET external_id = email;
--- rollback
DROP INDEX accounts_external_idx;
ALTER TABLE accounts DROP COLUMN external_id;
