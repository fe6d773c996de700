-- expects nothing
--- history
ALTER TABLE payments ADD CONSTRAINT payments_amount_positive CHECK (amount > 0);
ALTER TABLE payments ADD CONSTRAINT payments_reference_set CHECK (reference IS NOT NULL);
ALTER TABLE users ADD CONSTRAINT users_name_short CHECK (length(name) < 100) NOT VALID;
ALTER TABLE accounts ADD CONSTRAINT accounts_balance CHECK (balance > 0);
--- migration
ALTER TABLE payments DROP CONSTRAINT payments_amount_positive;
ALTER TABLE payments ADD CONSTRAINT payments_amount_positive CHECK (amount > 1) NOT VALID;
ALTER TABLE payments ALTER COLUMN reference SET NOT NULL;
ALTER TABLE payments DROP CONSTRAINT payments_reference_set;
ALTER TABLE users DROP CONSTRAINT users_name_short;
ALTER TABLE accounts DROP CONSTRAINT accounts_balance, DROP COLUMN balance;
ALTER TABLE accounts DROP CONSTRAINT accounts_tenant_id_fkey;
