-- expects nothing
--- history
CREATE INDEX accounts_negative ON accounts (email) WHERE balance < 0;
--- migration
ALTER TABLE accounts ALTER COLUMN balance TYPE bigint;
