-- expects nothing
--- migration
SET LOCAL lock_timeout = '2s';
CREATE TABLE notes (id bigint PRIMARY KEY, account_id uuid NOT NULL REFERENCES accounts (id), plan_id bigint REFERENCES plans (id));
