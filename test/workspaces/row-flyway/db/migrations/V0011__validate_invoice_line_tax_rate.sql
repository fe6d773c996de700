SET LOCAL lock_timeout = '2s';

ALTER TABLE invoice_lines VALIDATE CONSTRAINT invoice_lines_tax_rate_fkey;
