-- expects findings
--- history
ALTER TABLE accounts ADD CONSTRAINT accounts_email_set CHECK (email IS NOT NULL) NOT VALID;
--- migration
ALTER TABLE accounts ALTER COLUMN email SET NOT NULL;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-set-not-null-scan warning fix
