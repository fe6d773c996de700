-- expects nothing
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, account_id uuid NOT NULL REFERENCES accounts (id), plan_id bigint REFERENCES plans (id));
