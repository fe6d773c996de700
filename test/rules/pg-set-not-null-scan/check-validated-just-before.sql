-- expects nothing
--- history
ALTER TABLE accounts ADD CONSTRAINT accounts_email_set CHECK (email IS NOT NULL AND email <> '') NOT VALID;
--- migration
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_email_set;
ALTER TABLE accounts ALTER COLUMN email SET NOT NULL;
