-- expects findings
--- migration
ALTER TABLE users ADD COLUMN nickname text, ADD FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id) NOT VALID DEFERRABLE;
--                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-not-valid-never-validated info fix
--- file db/migrations/V0003__later.sql
-- ALTER TABLE users VALIDATE CONSTRAINT users_other_check;
