-- NOT NULL in three steps, without a scan under an exclusive lock: the check that new rows must pass (here),
-- its validation (V0030), SET NOT NULL on the strength of it (V0031).
SET LOCAL lock_timeout = '2s';

ALTER TABLE invoices ADD COLUMN locale text DEFAULT 'en';

ALTER TABLE invoices ADD CONSTRAINT invoices_locale_present
  CHECK (locale IS NOT NULL) NOT VALID;
