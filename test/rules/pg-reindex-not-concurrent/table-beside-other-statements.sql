-- expects findings
--- migration
SET LOCAL lock_timeout = '2s';
REINDEX (VERBOSE) TABLE accounts;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-reindex-not-concurrent warning fix
UPDATE plans SET code = lower(code);
--- rollback
-- irreversible: nothing is lost
