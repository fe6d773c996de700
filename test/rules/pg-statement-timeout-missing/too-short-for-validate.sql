-- expects findings
--- history
ALTER TABLE accounts ADD CONSTRAINT accounts_balance_check CHECK (balance >= 0) NOT VALID;
--- migration
SET LOCAL statement_timeout = 5000;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_balance_check;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-statement-timeout-missing warning fix
