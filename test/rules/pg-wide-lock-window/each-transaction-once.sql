-- expects findings
-- framework: plain
--- migration
BEGIN;
ALTER TABLE accounts ADD COLUMN external_id text;
ALTER TABLE users ADD COLUMN external_id text;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-wide-lock-window info
COMMIT;
BEGIN;
ALTER TABLE invoices ADD COLUMN external_id text;
ALTER TABLE payments ADD COLUMN external_id text;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-wide-lock-window info
COMMIT;
