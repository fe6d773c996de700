-- Where each tenant has a schema, or a database, of its own: what runs once for each tenant.
CREATE TABLE accounts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text UNIQUE,
  balance integer NOT NULL DEFAULT 0
);

CREATE TABLE invoices (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id uuid NOT NULL REFERENCES accounts (id),
  number text NOT NULL UNIQUE,
  total numeric(12, 2)
);
