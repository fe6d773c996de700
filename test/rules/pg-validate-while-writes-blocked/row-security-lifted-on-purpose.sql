-- expects nothing
--- history
ALTER TABLE accounts ADD CONSTRAINT accounts_plan_check CHECK (balance >= 0) NOT VALID;
--- migration
-- Under forced row security the owner would validate no row at all.
ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY;
ALTER TABLE accounts VALIDATE CONSTRAINT accounts_plan_check;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
