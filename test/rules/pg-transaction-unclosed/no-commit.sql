-- expects findings
-- framework: plain
--- migration
BEGIN;
--^^^ pg-transaction-unclosed error fix
ALTER TABLE accounts ADD COLUMN external_id text;
-- the end
