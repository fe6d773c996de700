-- expects findings
--- migration
BEGIN;
--^^^ pg-transaction-nesting warning
ALTER TABLE accounts ADD COLUMN external_id text;
ROLLBACK;
