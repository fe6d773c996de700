-- Until now payment terms were free text ("30 days", "netto 30", nothing at all). The application offers these
-- five since its last release, and the check holds it to them. Invoices written before are not checked here.
SET LOCAL lock_timeout = '2s';

ALTER TABLE invoices ADD CONSTRAINT invoices_payment_terms_known
  CHECK (
    payment_terms IS NOT NULL
    AND payment_terms IN ('due_on_receipt', 'net_14', 'net_30', 'net_60', 'prepaid')
  ) NOT VALID;
