-- expects findings
--- history
ALTER TABLE accounts ADD CONSTRAINT accounts_email_set CHECK (email IS NOT NULL) NOT VALID;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_email_set;
--- migration
ALTER TABLE accounts ALTER COLUMN email SET NOT NULL, ALTER COLUMN display_name SET DEFAULT '';
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-redundant-not-null-check hint fix
SELECT 1;
