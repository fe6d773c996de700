SET LOCAL lock_timeout = '2s';

ALTER TABLE invoices DROP CONSTRAINT invoices_payment_terms_known;
