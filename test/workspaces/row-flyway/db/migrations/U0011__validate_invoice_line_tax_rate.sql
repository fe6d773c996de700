-- There is no "unvalidate": the constraint is made anew in the state that V0010 left it in.
SET LOCAL lock_timeout = '2s';

ALTER TABLE invoice_lines DROP CONSTRAINT invoice_lines_tax_rate_fkey;

ALTER TABLE invoice_lines ADD CONSTRAINT invoice_lines_tax_rate_fkey
  FOREIGN KEY (tenant_id, tax_rate_id) REFERENCES tax_rates (tenant_id, id) NOT VALID;
