-- expects nothing
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
SET lock_timeout = '2s';
CREATE TABLE IF NOT EXISTS regions (id bigint PRIMARY KEY);
DROP TABLE IF EXISTS districts;
CREATE TABLE districts (id bigint PRIMARY KEY);
DROP INDEX CONCURRENTLY IF EXISTS accounts_plan_idx;
CREATE INDEX CONCURRENTLY accounts_plan_idx ON accounts (plan_id);
ALTER TABLE accounts ADD COLUMN IF NOT EXISTS region text;
ALTER TABLE accounts ALTER COLUMN region SET DEFAULT 'x';
DROP INDEX CONCURRENTLY accounts_other_idx;
RESET lock_timeout;
