-- expects findings
--- policy
-- rules:
--   pg-cached-plan-invalid: info
--- migration
ALTER TABLE users ADD COLUMN login text UNIQUE, ALTER COLUMN name SET DEFAULT '';
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-cached-plan-invalid info
ALTER TABLE users DROP COLUMN account_id;
--                ^^^^^^^^^^^^^^^^^^^^^^ pg-cached-plan-invalid info
ALTER TABLE invoices ALTER COLUMN note TYPE varchar(400);
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-cached-plan-invalid info
ALTER TABLE users RENAME COLUMN name TO full_name;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-cached-plan-invalid info
