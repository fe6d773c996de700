-- expects nothing
--- policy
-- version: 18
--- migration
ALTER TABLE invoices ADD COLUMN discount integer, ADD CHECK (discount >= 0) NOT VALID;
ALTER TABLE invoices ADD COLUMN other integer CHECK (other >= 0) NOT ENFORCED;
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes ADD COLUMN rank integer CHECK (rank > 0);
