-- expects nothing
--- history
ALTER TABLE payments ADD CONSTRAINT payments_amount_positive CHECK (amount > 0);
--- migration
ALTER TABLE payments ADD CONSTRAINT payments_amount_small CHECK (amount < 100) NOT VALID;
--- rollback (linted)
ALTER TABLE payments DROP CONSTRAINT payments_amount_small;
