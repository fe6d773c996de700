SET LOCAL lock_timeout = '2s';

ALTER TABLE invoices DROP CONSTRAINT invoices_locale_present;
ALTER TABLE invoices DROP COLUMN locale;
