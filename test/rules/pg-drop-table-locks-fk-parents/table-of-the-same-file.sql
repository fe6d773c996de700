-- expects nothing
--- migration
CREATE TABLE staging (account_id uuid REFERENCES accounts (id), plan_id bigint REFERENCES plans (id));
DROP TABLE staging;
