-- expects findings
--- migration
ALTER TABLE accounts ADD CONSTRAINT accounts_email_set CHECK (email IS NOT NULL) NOT VALID;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_email_set;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-not-valid-validate-same-tx warning fix
ALTER TABLE accounts ALTER COLUMN email SET NOT NULL;
