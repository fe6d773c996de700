-- expects nothing
--- history
ALTER TABLE accounts ADD CONSTRAINT accounts_email_set CHECK (email IS NOT NULL) NOT VALID;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_email_set;
--- file db/migrations/V0004__later.sql
-- ALTER TABLE public.accounts ALTER COLUMN balance SET DEFAULT 1, DROP CONSTRAINT IF EXISTS accounts_email_set;
--- migration
ALTER TABLE accounts ALTER COLUMN email SET NOT NULL;
