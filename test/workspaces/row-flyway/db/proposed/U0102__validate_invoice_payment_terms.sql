SET LOCAL lock_timeout = '2s';

ALTER TABLE invoices DROP CONSTRAINT invoices_payment_terms_known;

ALTER TABLE invoices ADD CONSTRAINT invoices_payment_terms_known
  CHECK (
    payment_terms IS NOT NULL
    AND payment_terms IN ('due_on_receipt', 'net_14', 'net_30', 'net_60', 'prepaid')
  ) NOT VALID;
