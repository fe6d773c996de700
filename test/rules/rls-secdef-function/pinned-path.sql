-- expects findings
--- history
CREATE SCHEMA sales;
CREATE TABLE sales.orders (tenant_id uuid NOT NULL, total integer);
ALTER TABLE sales.orders ENABLE ROW LEVEL SECURITY;
--- migration
CREATE FUNCTION total() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = sales, pg_temp AS 'SELECT sum(total) FROM orders';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rls-secdef-function warning
