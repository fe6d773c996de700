-- expects nothing
--- history
ALTER TABLE accounts ADD CONSTRAINT accounts_balance_check CHECK (balance >= 0) NOT VALID;
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
CREATE INDEX accounts_external_idx ON accounts (external_id);
ALTER TABLE accounts ALTER COLUMN display_name SET NOT NULL;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_balance_check;
