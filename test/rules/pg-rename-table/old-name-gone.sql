-- expects findings
--- history
GRANT SELECT, INSERT, TRUNCATE ON accounts TO app_user;
--- migration
SET LOCAL lock_timeout = '2s';
ALTER TABLE accounts RENAME TO customers;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-rename-table warning fix
ALTER TABLE unknown_to_history RENAME TO something;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-rename-table warning
--- rollback
SET LOCAL lock_timeout = '2s';
ALTER TABLE customers RENAME TO accounts;
