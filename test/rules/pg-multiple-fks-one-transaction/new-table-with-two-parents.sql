-- expects findings
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY, account_id uuid NOT NULL REFERENCES accounts (id), plan_id bigint REFERENCES plans (id));
--                                                                                                           ^^^^^^^^^^^^^^^^^^^^^ pg-multiple-fks-one-transaction info
