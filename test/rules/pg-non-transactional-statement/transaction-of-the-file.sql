-- expects findings
-- framework: plain
--- migration
BEGIN;
VACUUM accounts;
--^^^^^^^^^^^^^ pg-non-transactional-statement error
COMMIT;
