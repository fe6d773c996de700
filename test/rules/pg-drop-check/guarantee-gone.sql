-- expects findings
--- history
ALTER TABLE payments ADD CONSTRAINT payments_amount_positive CHECK (amount > 0);
--- migration
ALTER TABLE payments
  ADD COLUMN currency text,
  DROP CONSTRAINT payments_amount_positive;
  --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-check info
