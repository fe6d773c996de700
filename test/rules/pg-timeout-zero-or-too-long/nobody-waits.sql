-- expects nothing
--- migration
SET LOCAL lock_timeout = 0;
CREATE TABLE regions (id bigint PRIMARY KEY);
ALTER TABLE regions ADD COLUMN name text;
UPDATE accounts SET balance = 0 WHERE id = '00000000-0000-0000-0000-000000000000';
LOCK TABLE accounts NOWAIT;
ALTER TABLE accounts ADD COLUMN external_id text;
