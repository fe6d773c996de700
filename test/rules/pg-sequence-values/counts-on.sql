-- expects nothing
--- history
CREATE SEQUENCE numbers;
--- migration
ALTER SEQUENCE numbers INCREMENT BY 10 NO CYCLE MAXVALUE 100000;
ALTER SEQUENCE numbers OWNED BY users.id;
SELECT setval('numbers', (SELECT max(line) FROM invoice_lines));
SELECT setval('numbers', COALESCE(max(line), 1)) FROM invoice_lines;
CREATE SEQUENCE "New numbers";
ALTER SEQUENCE "New numbers" RESTART WITH 5;
SELECT setval('"New numbers"', 5);
CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
ALTER TABLE notes ALTER COLUMN id RESTART WITH 5;
