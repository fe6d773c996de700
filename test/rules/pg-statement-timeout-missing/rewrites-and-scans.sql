-- expects findings
--- migration
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN external_id text;
ALTER TABLE accounts ALTER COLUMN balance TYPE bigint;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-statement-timeout-missing hint fix
CREATE INDEX accounts_plan_idx ON accounts (plan_id);
