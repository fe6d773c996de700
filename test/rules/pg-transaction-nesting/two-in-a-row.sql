-- expects findings
--- migration
START TRANSACTION;
--^^^^^^^^^^^^^^^ pg-transaction-nesting warning fix
ALTER TABLE accounts ADD COLUMN external_id text;
COMMIT;
BEGIN;
ALTER TABLE users ADD COLUMN external_id text;
COMMIT;
