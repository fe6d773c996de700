-- expects findings
--- migration
SET LOCAL lock_timeout = '2s';
ALTER TABLE accounts ADD COLUMN external_id text;
ALTER TABLE users ADD COLUMN external_id text;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-wide-lock-window info
ALTER TABLE invoices ADD COLUMN external_id text;
