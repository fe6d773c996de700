SET LOCAL lock_timeout = '2s';

ALTER TABLE invoice_lines DROP CONSTRAINT invoice_lines_tax_rate_fkey;
ALTER TABLE invoice_lines DROP COLUMN tax_rate_id;

DROP TABLE tax_rates;
DROP DOMAIN country_code;
