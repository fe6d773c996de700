-- expects nothing
--- history
ALTER TABLE accounts ADD CONSTRAINT accounts_balance_check CHECK (balance > 0);
--- migration
ALTER TABLE accounts DROP CONSTRAINT accounts_balance_check;
