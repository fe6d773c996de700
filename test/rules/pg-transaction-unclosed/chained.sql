-- expects findings
-- framework: plain
--- migration
BEGIN;
ALTER TABLE accounts ADD COLUMN external_id text;
COMMIT AND CHAIN;
--^^^^^^^^^^^^^^ pg-transaction-unclosed error fix
ALTER TABLE users ADD COLUMN external_id text;
