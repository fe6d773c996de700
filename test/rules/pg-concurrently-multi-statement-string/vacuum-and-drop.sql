-- expects findings
-- framework: plain
--- migration
COMMIT;
VACUUM accounts;
--^^^^^^^^^^^^^ pg-concurrently-multi-statement-string warning
DROP INDEX CONCURRENTLY IF EXISTS accounts_old_idx;
--         ^^^^^^^^^^^^ pg-concurrently-multi-statement-string warning
BEGIN;
