-- expects nothing
--- policy
-- version: 15
-- tenancy: { model: database }
--- migration
CREATE UNIQUE INDEX ON accounts (email) NULLS NOT DISTINCT;
ALTER TABLE accounts ADD CONSTRAINT accounts_balance CHECK (balance >= 0) NOT VALID;
ALTER TABLE accounts ALTER COLUMN email SET NOT NULL;
CREATE TABLE notes (id bigint NOT NULL);
