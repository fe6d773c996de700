-- expects nothing
--- history
ALTER TABLE accounts ADD CONSTRAINT accounts_balance_check CHECK (balance >= 0) NOT VALID;
--- migration
ALTER TABLE accounts ADD COLUMN external_id text;
ALTER TABLE accounts ADD COLUMN region text;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_balance_check;
ALTER TABLE accounts ALTER COLUMN email SET NOT NULL;
ALTER TABLE accounts ALTER COLUMN email TYPE varchar(90);
ALTER TABLE users ALTER COLUMN name SET NOT NULL;
ALTER TABLE ONLY users ALTER COLUMN account_id SET NOT NULL;
CREATE TABLE regions (id bigint PRIMARY KEY, name text);
ALTER TABLE regions ALTER COLUMN id TYPE integer;
ALTER TABLE regions ALTER COLUMN name SET NOT NULL;
