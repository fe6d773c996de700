-- expects nothing
--- policy
-- runner: { setsTimeouts: true }
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, account_id uuid NOT NULL REFERENCES accounts (id));
