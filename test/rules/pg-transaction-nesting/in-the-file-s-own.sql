-- expects findings
-- framework: plain
--- migration
BEGIN;
ALTER TABLE accounts ADD COLUMN external_id text;
BEGIN;
--^^^ pg-transaction-nesting warning
ALTER TABLE users ADD COLUMN external_id text;
COMMIT;
COMMIT;
