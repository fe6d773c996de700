-- expects findings
--- migration
SET LOCAL lock_timeout = '2s';
LOCK TABLE accounts IN SHARE MODE;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-explicit-lock-table info
LOCK TABLE users, invoices IN SHARE ROW EXCLUSIVE MODE NOWAIT;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-explicit-lock-table info
LOCK TABLE payments IN ACCESS EXCLUSIVE MODE;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-explicit-lock-table warning
