SET LOCAL lock_timeout = '2s';

ALTER TABLE invoices ADD CONSTRAINT invoices_locale_present
  CHECK (locale IS NOT NULL) NOT VALID;
ALTER TABLE invoices VALIDATE CONSTRAINT invoices_locale_present;

ALTER TABLE invoices ALTER COLUMN locale DROP NOT NULL;
