-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, account_id uuid REFERENCES accounts (id), plan_id bigint REFERENCES plans (id));
--- rollback (linted)
SET LOCAL lock_timeout = '2s';
DROP TABLE notes;
