CREATE TABLE clients (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  tax_number text UNIQUE
);

GRANT SELECT, INSERT, UPDATE ON clients TO matter_app;
