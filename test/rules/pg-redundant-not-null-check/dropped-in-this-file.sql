-- expects nothing
--- history
ALTER TABLE accounts ADD CONSTRAINT accounts_email_set CHECK (email IS NOT NULL) NOT VALID;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_email_set;
--- migration
ALTER TABLE accounts ALTER COLUMN email SET NOT NULL;
ALTER TABLE accounts DROP CONSTRAINT accounts_email_set;
