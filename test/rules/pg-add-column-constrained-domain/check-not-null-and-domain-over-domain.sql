-- expects findings
--- history
CREATE DOMAIN percent AS numeric(5, 2) CHECK (VALUE BETWEEN 0 AND 100);
CREATE DOMAIN ratio AS numeric(5, 2);
CREATE DOMAIN known AS integer NOT NULL;
CREATE DOMAIN small_percent AS percent;
--- migration
ALTER TABLE invoices ADD COLUMN discount percent DEFAULT 0;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-constrained-domain warning
ALTER TABLE invoices ADD COLUMN rank known DEFAULT 1;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-constrained-domain warning
ALTER TABLE invoices ADD COLUMN other small_percent;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-constrained-domain warning
