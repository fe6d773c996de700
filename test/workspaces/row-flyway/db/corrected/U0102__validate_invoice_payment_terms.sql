-- The check comes off before the old values go back, because a row that is updated must pass it.
SET LOCAL lock_timeout = '2s';
SET LOCAL app.keep_updated_at = 'on';

ALTER TABLE invoices DROP CONSTRAINT invoices_payment_terms_known;

UPDATE invoices
SET payment_terms = payment_terms_as_entered
FROM tenants
WHERE tenants.id = invoices.tenant_id
  AND payment_terms_repaired;

ALTER TABLE invoices
  DROP COLUMN payment_terms_repaired,
  DROP COLUMN payment_terms_as_entered;

ALTER TABLE invoices ADD CONSTRAINT invoices_payment_terms_known
  CHECK (
    payment_terms IS NOT NULL
    AND payment_terms IN ('due_on_receipt', 'net_14', 'net_30', 'net_60', 'prepaid')
  ) NOT VALID;
