-- expects findings
--- migration
BEGIN;
--^^^ pg-transaction-nesting warning fix
ALTER TABLE accounts ADD COLUMN external_id text;
COMMIT;
