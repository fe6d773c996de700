-- expects findings
--- migration
SET LOCAL lock_timeout = '2s';
VACUUM accounts;
--^^^^^^^^^^^^^ pg-non-transactional-statement error fix
