-- Tax rates of each tenant, and the rate that an invoice line was made with.
-- The foreign key is checked for new rows from now on; V0011 validates the old ones.
-- From this migration on, every migration comes with its undo file.
SET LOCAL lock_timeout = '2s';

CREATE DOMAIN country_code AS text
  CONSTRAINT country_code_format CHECK (VALUE ~ '^[A-Z]{2}$');

CREATE TABLE tax_rates (
  tenant_id   uuid NOT NULL REFERENCES tenants (id),
  id          bigint GENERATED ALWAYS AS IDENTITY,
  country     country_code NOT NULL,
  name        text NOT NULL,
  percent     numeric(5, 2) NOT NULL,
  valid_from  date NOT NULL DEFAULT current_date,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, country, name, valid_from),
  CONSTRAINT tax_rates_percent_range CHECK (percent BETWEEN 0 AND 100)
);

ALTER TABLE tax_rates ENABLE ROW LEVEL SECURITY;
ALTER TABLE tax_rates FORCE ROW LEVEL SECURITY;

CREATE POLICY tax_rates_isolation ON tax_rates TO app_user
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON tax_rates TO app_user;

ALTER TABLE invoice_lines ADD COLUMN tax_rate_id bigint;

ALTER TABLE invoice_lines ADD CONSTRAINT invoice_lines_tax_rate_fkey
  FOREIGN KEY (tenant_id, tax_rate_id) REFERENCES tax_rates (tenant_id, id) NOT VALID;
