-- expects findings
--- history
CREATE SCHEMA sales;
CREATE TABLE sales.orders (tenant_id uuid NOT NULL, total integer);
ALTER TABLE sales.orders ENABLE ROW LEVEL SECURITY;
CREATE PUBLICATION changes FOR TABLE accounts;
ALTER PUBLICATION changes DROP TABLE accounts;
--- migration
ALTER PUBLICATION changes SET TABLE plans, accounts;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-publication-leak info
ALTER PUBLICATION changes ADD TABLES IN SCHEMA sales;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-publication-leak info
