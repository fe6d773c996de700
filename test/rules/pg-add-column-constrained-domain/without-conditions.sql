-- expects nothing
--- history
CREATE DOMAIN percent AS numeric(5, 2) CHECK (VALUE BETWEEN 0 AND 100);
CREATE DOMAIN ratio AS numeric(5, 2);
--- migration
ALTER TABLE invoices ADD COLUMN a ratio;
ALTER TABLE invoices ADD COLUMN b ratio DEFAULT 5;
ALTER TABLE invoices ADD COLUMN c percent[];
CREATE TABLE discounts (id bigint PRIMARY KEY);
ALTER TABLE discounts ADD COLUMN value percent;
