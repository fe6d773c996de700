SET LOCAL lock_timeout = '2s';

ALTER TABLE invoices DROP CONSTRAINT invoices_locale_present;

ALTER TABLE invoices ADD CONSTRAINT invoices_locale_present
  CHECK (locale IS NOT NULL) NOT VALID;
