-- expects nothing
--- history
CREATE SCHEMA billing;
--- migration
CREATE TABLE notes (id bigint PRIMARY KEY);
ALTER TABLE notes SET SCHEMA billing;
ALTER TABLE invoices SET SCHEMA billing;
CREATE VIEW invoices WITH (security_invoker = true) AS SELECT * FROM billing.invoices;
CREATE TYPE pair AS (one text, two text);
ALTER TYPE pair SET SCHEMA billing;
