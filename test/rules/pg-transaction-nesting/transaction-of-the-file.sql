-- expects nothing
-- framework: plain
--- migration
BEGIN;
SAVEPOINT before;
ALTER TABLE accounts ADD COLUMN external_id text;
ROLLBACK TO before;
RELEASE before;
COMMIT;
BEGIN;
ALTER TABLE users ADD COLUMN external_id text;
COMMIT;
