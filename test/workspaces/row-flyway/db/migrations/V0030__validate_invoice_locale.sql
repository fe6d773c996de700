SET LOCAL lock_timeout = '2s';

ALTER TABLE invoices VALIDATE CONSTRAINT invoices_locale_present;
