SET LOCAL lock_timeout = '2s';

ALTER TABLE invoices ALTER COLUMN locale SET NOT NULL;
ALTER TABLE invoices DROP CONSTRAINT invoices_locale_present;
