-- expects findings
--- policy
-- version: 18
--- history
ALTER TABLE accounts ADD CONSTRAINT accounts_email_set NOT NULL email NOT VALID;
--- migration
ALTER TABLE accounts ALTER COLUMN email SET NOT NULL;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-set-not-null-scan warning fix
