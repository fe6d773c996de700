-- Shared by all tenants: our own price list. The application reads it and never writes it.
CREATE DOMAIN currency_code AS text
  CONSTRAINT currency_code_format CHECK (VALUE ~ '^[A-Z]{3}$');

CREATE DOMAIN money_amount AS numeric(14, 2)
  CONSTRAINT money_amount_not_negative CHECK (VALUE >= 0);

CREATE TYPE billing_interval AS ENUM ('month', 'quarter', 'year');

CREATE TABLE currencies (
  code         currency_code PRIMARY KEY,
  name         text NOT NULL,
  minor_units  smallint NOT NULL DEFAULT 2 CHECK (minor_units BETWEEN 0 AND 4)
);

CREATE TABLE plans (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code        text NOT NULL UNIQUE,
  name        text NOT NULL,
  "interval"  billing_interval NOT NULL DEFAULT 'month',
  price       money_amount NOT NULL,
  currency    currency_code NOT NULL REFERENCES currencies (code),
  features    text[] NOT NULL DEFAULT '{}',
  limits      jsonb NOT NULL DEFAULT '{}',
  retired_at  timestamptz
);

INSERT INTO currencies (code, name, minor_units) VALUES
  ('EUR', 'Euro', 2),
  ('GBP', 'Pound sterling', 2),
  ('JPY', 'Yen', 0),
  ('USD', 'US dollar', 2);

INSERT INTO plans (code, name, "interval", price, currency, features, limits) VALUES
  ('starter', 'Starter', 'month', 49.00, 'EUR', '{invoices}', '{"seats": 3}'),
  ('team', 'Team', 'month', 199.00, 'EUR', '{invoices,usage,webhooks}', '{"seats": 25}'),
  ('enterprise', 'Enterprise', 'year', 9900.00, 'EUR', '{invoices,usage,webhooks,sso}', '{"seats": null}');

GRANT SELECT ON currencies, plans TO app_user;
