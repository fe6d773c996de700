-- expects findings
-- framework: plain
--- migration
BEGIN;
ALTER TABLE accounts ADD COLUMN external_id text;
COMMIT;
CREATE INDEX CONCURRENTLY accounts_external_idx ON accounts (external_id);
--           ^^^^^^^^^^^^ pg-concurrently-multi-statement-string warning fix
