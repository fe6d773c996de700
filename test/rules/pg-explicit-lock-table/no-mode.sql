-- expects findings
--- migration
SET LOCAL lock_timeout = '2s';
LOCK TABLE accounts;
--^^^^^^^^^^^^^^^^^ pg-explicit-lock-table warning
LOCK users NOWAIT;
--^^^^^^^^^^^^^^^ pg-explicit-lock-table warning
