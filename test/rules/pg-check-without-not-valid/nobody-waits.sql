-- expects nothing
--- policy
-- version: 18
--- migration
ALTER TABLE payments ADD CONSTRAINT c CHECK (amount > 0) NOT VALID;
ALTER TABLE payments ADD CONSTRAINT d CHECK (amount > 0) NOT ENFORCED;
ALTER TABLE payments ALTER COLUMN amount TYPE numeric(14, 3), ADD CHECK (amount > 0);
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes ADD CHECK (id > 0);
