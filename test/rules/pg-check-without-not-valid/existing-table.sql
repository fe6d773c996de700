-- expects findings
--- migration
ALTER TABLE payments ADD CONSTRAINT payments_amount_positive CHECK (amount > 0);
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-check-without-not-valid warning fix
ALTER TABLE payments
  ALTER COLUMN reference SET DEFAULT '',
  ADD CHECK (reference <> '') NO INHERIT;
  --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-check-without-not-valid warning fix
--- rollback
ALTER TABLE payments DROP CONSTRAINT payments_reference_check;
ALTER TABLE payments DROP CONSTRAINT payments_amount_positive;
