-- Invoices from before V0035 hold free text or nothing. What they say is kept in a column of its own, the known
-- term is put in its place, and then the check holds for every row. Few invoices are that old, so one transaction
-- does it all and keeps invoices locked for moments only.
SET LOCAL lock_timeout = '2s';
SET LOCAL app.keep_updated_at = 'on';

ALTER TABLE invoices
  ADD COLUMN payment_terms_as_entered text,
  ADD COLUMN payment_terms_repaired boolean NOT NULL DEFAULT false;

WITH free_text AS (
  SELECT tenant_id, id, lower(payment_terms) AS terms, due_on - issued_on AS days
  FROM invoices
  WHERE payment_terms IS NULL
    OR payment_terms NOT IN ('due_on_receipt', 'net_14', 'net_30', 'net_60', 'prepaid')
)
UPDATE invoices
SET
  payment_terms_as_entered = invoices.payment_terms,
  payment_terms_repaired = true,
  payment_terms = CASE
    WHEN free_text.terms LIKE '%prepa%' OR free_text.terms LIKE '%advance%' THEN 'prepaid'
    WHEN free_text.terms LIKE '%receipt%' OR free_text.days <= 0 THEN 'due_on_receipt'
    WHEN free_text.days <= 14 THEN 'net_14'
    WHEN free_text.days <= 30 THEN 'net_30'
    ELSE 'net_60'
  END
FROM free_text
WHERE free_text.tenant_id = invoices.tenant_id
  AND free_text.id = invoices.id;

ALTER TABLE invoices VALIDATE CONSTRAINT invoices_payment_terms_known;
